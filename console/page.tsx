import type { Child, FC } from 'hono/jsx';
import { raw } from 'hono/html';

/** Where a view is found, and what it is called in the bar. */
export interface Place {
  path: string;
  label: string;
}

interface PageProps {
  title: string;
  /** What the console looks at: "npm start", or a deployed stage. */
  stage: string;
  places: readonly Place[];
  /** Path of the view that is shown. */
  here: string;
  /** Brings what happens while it is looked at: `live.js` fills the element of this id. */
  live?: boolean;
  children?: Child;
}

/** One page of the console. */
export const Page: FC<PageProps> = ({ title, stage, places, here, live, children }) => (
  <>
    {raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – JivoChat CRM`}</title>
        <link rel="stylesheet" href="/console/style.css" />
        <link rel="icon" href="/console/icon.svg" />
        {live && <script src="/console/live.js" defer></script>}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header>
          <p class="brand">
            JivoChat CRM <span class="stage">{stage}</span>
          </p>
          <nav aria-label="Views">
            <ul>
              {places.map(({ path, label }) => (
                <li>
                  <a href={path} aria-current={path === here ? 'page' : undefined}>
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </header>
        <main id="main" tabindex={-1}>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  </>
);
