import { NotParkedError } from '../../store/errors';
import { causesOf } from '../events/causes';
import { queued, type QueuedEvent } from '../events/queued';
import type { ConsoleSources } from '../sources';
import { DEEDS, ParkedView, PlanView, type Deed } from '../views/parked';
import type { AddPages } from './pages';

/** As many as one page can show; the rest comes when these are done. */
const MOST = 2_000;

/** What waits for a person: a plan first, then the deed; both by POST. */
export const addParked: AddPages = (app, sources, page) => {
  app.get('/parked', async (context) => {
    const causes = causesOf(await allParked(sources));
    return context.html(page('Parked', '/parked', <ParkedView causes={causes} />));
  });
  app.post('/parked/plan', async (context) => {
    const asked = readForm(await context.req.parseBody());
    if (!asked) return context.text('This form is not known.\n', 400);
    const causes = causesOf(await stillParked(sources, asked.keys));
    return context.html(page(DEEDS[asked.deed], '/parked', <PlanView deed={asked.deed} causes={causes} />));
  });
  app.post('/parked/do', async (context) => {
    const asked = readForm(await context.req.parseBody());
    if (!asked) return context.text('This form is not known.\n', 400);
    const done = await carryOut(sources, asked);
    const said = asked.deed === 'drop' ? `${done} events were dropped.` : `${done} events are due again.`;
    const causes = causesOf(await allParked(sources));
    return context.html(page('Parked', '/parked', <ParkedView causes={causes} said={said} />));
  });
};

interface Asked {
  deed: Deed;
  keys: string[];
}

function readForm({ deed, keys }: Readonly<Record<string, unknown>>): Asked | undefined {
  if (typeof deed !== 'string' || !Object.hasOwn(DEEDS, deed) || typeof keys !== 'string') return undefined;
  const named = keys.split(' ').filter((key) => /^[0-9a-f]{64}$/.test(key));
  return { deed: deed as Deed, keys: named.slice(0, MOST) };
}

async function allParked({ store, accounts }: ConsoleSources): Promise<QueuedEvent[]> {
  const { queues } = store();
  const found: QueuedEvent[] = [];
  for (const account of accounts)
    found.push(...(await queued(queues, 'parked', account, MOST - found.length)));
  return found;
}

async function stillParked(sources: ConsoleSources, keys: readonly string[]): Promise<QueuedEvent[]> {
  const wanted = new Set(keys);
  return (await allParked(sources)).filter(({ key }) => wanted.has(key));
}

/** What somebody else did meanwhile is not counted. */
async function carryOut({ store, now }: ConsoleSources, { deed, keys }: Asked): Promise<number> {
  const { queues } = store();
  let done = 0;
  for (const key of keys) {
    try {
      await (deed === 'drop' ? queues.drop(key) : queues.replay({ key, now: now() }));
      done++;
    } catch (error) {
      if (!(error instanceof NotParkedError)) throw error;
    }
  }
  return done;
}
