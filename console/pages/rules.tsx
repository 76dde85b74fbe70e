import { InvalidJsonError, parseJson } from '../../text/json';
import { explainEvent, NoEventError } from '../explain-event';
import type { RulesSource } from '../sources';
import { RulesView, type TriedEvent } from '../views/rules';
import type { AddPages } from './pages';

/** JivoChat shows 1 MB at most. */
const MOST_CHARACTERS = 1_048_576;

/** The company's file, and what it makes of an event. Trying writes nothing: it is a POST because a body is long. */
export const addRules: AddPages = (app, sources, page) => {
  const { accounts } = sources;
  app.get('/rules', async (context) => {
    const rules = await sources.rules();
    return context.html(page('Rules', '/rules', <RulesView rules={rules} accounts={accounts} />));
  });
  app.post('/rules', async (context) => {
    const { account, body } = await context.req.parseBody();
    const isKnown = typeof account === 'string' && accounts.includes(account);
    if (!isKnown || typeof body !== 'string') return context.text('This form is not known.\n', 400);
    const rules = await sources.rules();
    const tried = await tryEvent(rules, { account, body: body.slice(0, MOST_CHARACTERS) }, sources.now());
    return context.html(
      page('Rules', '/rules', <RulesView rules={rules} accounts={accounts} tried={tried} />),
    );
  });
};

async function tryEvent(
  { company, timeZone, language }: RulesSource,
  given: Pick<TriedEvent, 'account' | 'body'>,
  receivedAt: number,
): Promise<TriedEvent> {
  if (!company) return { ...given, problem: 'There is no file that is right to try it on.' };
  const deps = { company, lookups: () => Promise.resolve({}), settings: { timeZone, language } };
  const accounts = [given.account];
  try {
    const explained = await explainEvent(deps, parseJson(given.body), { receivedAt, accounts });
    return { ...given, explained: explained.accounts[given.account] };
  } catch (error) {
    if (error instanceof InvalidJsonError) return { ...given, problem: 'That is no JSON.' };
    if (!(error instanceof NoEventError)) throw error;
    return { ...given, problem: 'That is no event this adapter does something for.' };
  }
}
