import type { FC } from 'hono/jsx';
import { html, raw } from 'hono/html';
import { AgentCard } from '../../console/components/card';
import { RichText } from '../../console/components/rich-text';
import { STYLE } from '../../console/style';
import type { Words } from '../../text/languages/words';
import type { Reply } from '../../jivochat/reply';

/** What one situation left behind. */
export interface Drawn {
  name: string;
  reply?: Reply;
  /** Title and text of its notes, tasks and calls. */
  activities: readonly (readonly [title: string, text: string])[];
  /** The texts have no markup. */
  isPlain?: boolean;
}

interface SheetProps {
  language: string;
  words: Words;
  drawn: readonly Drawn[];
  /** Nothing is cut off, however long. */
  isWhole?: boolean;
}

const LAYOUT = `
body { width: 1180px; height: fit-content; padding: 16px; }
.sheet-grid { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; align-items: start; }
.cell h2 { margin: 0 0 .4rem; font-size: .95rem; }
.cell .card { box-shadow: none; margin-bottom: .5rem; max-width: none; width: 100%; box-sizing: border-box; }
.sheet.cut { mask-image: linear-gradient(#000 85%, transparent); }
.cell .sheet { max-height: 430px; overflow: hidden; font-size: .88rem; padding: .6rem .8rem; margin-bottom: .5rem; }
.whole .cell .sheet { max-height: none; }
`;

/** Situations in one language, drawn with the console's own components. */
const Sheet: FC<SheetProps> = ({ language, words, drawn, isWhole }) => (
  <html lang={language}>
    <head>
      <meta charset="utf-8" />
      <style>{raw(STYLE + LAYOUT)}</style>
    </head>
    <body>
      <div class={isWhole ? 'sheet-grid whole' : 'sheet-grid'}>
        {drawn.map(({ name, reply, activities, isPlain }) => (
          <section class="cell">
            <h2>{name}</h2>
            {reply ? (
              <AgentCard reply={reply} labels={language === 'en' ? undefined : labelsIn(words)} />
            ) : (
              ''
            )}
            {activities.map(([title, text]) => (
              <article class="sheet">
                {title ? <h3 dir="auto">{title}</h3> : ''}
                {isPlain ? (
                  <div class="rich plain" dir="ltr">
                    {text}
                  </div>
                ) : (
                  <RichText text={text} isHtml={true} />
                )}
              </article>
            ))}
          </section>
        ))}
      </div>
    </body>
  </html>
);

/** JivoChat's own words on the card, without its buttons' where they are not ours to translate. */
function labelsIn({ labels }: Words) {
  return {
    email: labels['E-mail'],
    phone: labels.Phone,
    description: labels.Comment,
    open: 'CRM ↗',
    link: '+ CRM',
  };
}

/** The sheet as a page of its own. */
export async function sheetHtml(props: SheetProps): Promise<string> {
  const page = await html`<!doctype html>${(<Sheet {...props} />)}`;
  return page.toString();
}
