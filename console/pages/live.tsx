import { streamSSE } from 'hono/streaming';
import { searchEvents } from '../events/search';
import { EventTable } from '../views/events';
import type { AddPages } from './pages';

const SHOWN = 30;
const LOOK_EVERY_MS = 2_000;

/** The only script: it puts what the server has drawn, escaped, into its place. */
const SCRIPT = `const place = document.getElementById('events');
const say = document.getElementById('live-state');
const source = new EventSource('/live/stream');
source.onmessage = ({ data }) => { place.innerHTML = data; };
source.onopen = () => { say.textContent = 'Live: events show as they come.'; };
source.onerror = () => { say.textContent = 'Not connected; trying again.'; };
`;

/** Events as they come; without JavaScript as they stood when the page was asked for. */
export const addLive: AddPages = (app, { store, accounts, now }, page) => {
  const newest = async () => {
    const events = await searchEvents(store(), accounts, {}, { limit: SHOWN, now: now() });
    return <EventTable events={events} caption="The newest events first" />;
  };
  app.get('/live', async (context) =>
    context.html(
      page(
        'Live',
        '/live',
        <section class="sheet">
          <p id="live-state" class="quiet" role="status">
            As of now; load the page again for what came since.
          </p>
          <div id="events">{await newest()}</div>
        </section>,
        { live: true },
      ),
    ),
  );
  app.get('/console/live.js', (context) =>
    context.body(SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/live/stream', (context) =>
    streamSSE(context, async (stream) => {
      let shown = '';
      while (!stream.aborted && !stream.closed) {
        const drawn = String(await newest());
        if (drawn !== shown) await stream.writeSSE({ data: drawn });
        shown = drawn;
        await stream.sleep(LOOK_EVERY_MS);
      }
    }),
  );
};
