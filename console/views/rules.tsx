import type { FC } from 'hono/jsx';
import { Facts } from '../components/facts';
import type { Explanation } from '../explain-event';
import type { RulesSource } from '../sources';

export interface TriedEvent {
  account: string;
  body: string;
  explained?: Explanation['accounts'][string];
  problem?: string;
}

/** The company's file as it is read, and a form that shows what it makes of an event. Nothing is written. */
export const RulesView: FC<{ rules: RulesSource; accounts: readonly string[]; tried?: TriedEvent }> = ({
  rules: { name, text, problems, company },
  accounts,
  tried,
}) => (
  <div class="columns">
    <section class="sheet" aria-labelledby="file">
      <h2 id="file">{name}</h2>
      {text === undefined ? (
        <p class="notice">There is no {name}: all is as the variables say.</p>
      ) : (
        <>
          <p class={problems.length > 0 ? 'notice bad' : 'notice good'}>
            {problems.length > 0
              ? 'It is not right; what was read before stays in use.'
              : `It is right: ${company?.rules.length ?? 0} rules.`}
          </p>
          <ul>
            {problems.map((problem) => (
              <li>{problem}</li>
            ))}
          </ul>
          <pre tabindex={0}>{text}</pre>
        </>
      )}
    </section>
    <section class="sheet" aria-labelledby="try">
      <h2 id="try">Try an event</h2>
      <form class="fields" method="post" action="/rules">
        <label class="all">
          Account
          <select name="account">
            {accounts.map((account) => (
              <option value={account} selected={account === tried?.account}>
                {account}
              </option>
            ))}
          </select>
        </label>
        <label class="all">
          The event as JivoChat sends it (JSON)
          <textarea name="body" rows={8} spellcheck={false}>
            {tried?.body ?? ''}
          </textarea>
        </label>
        <p class="buttons all">
          <button class="first">Try</button>
        </p>
      </form>
      {tried?.problem && (
        <p class="notice bad" role="alert">
          {tried.problem}
        </p>
      )}
      {tried?.explained && <Explained said={tried.explained} />}
    </section>
  </div>
);

const Explained: FC<{ said: Explanation['accounts'][string] }> = ({ said }) => {
  const { rules, create, owner, source, fields, task, note, language } = said;
  const matched = rules.filter((rule) => rule.matched).map(({ name }) => name);
  const facts: [string, string][] = [
    ['Rules that match', matched.join(', ') || 'none'],
    ['Lead', create],
    ['Owner', owner],
    ['Source', source ?? 'as the settings say'],
    [
      'Fields',
      fields.map(({ object, field, value }) => `${object}.${field} = ${value}`).join(', ') || 'none',
    ],
    ['Task', task ? JSON.stringify(task) : 'as usual'],
    ['Note', note],
    ['Language', language],
  ];
  return <Facts facts={facts} role="status" />;
};
