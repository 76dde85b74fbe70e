import type { Company } from '../../leads/rules/rule';
import { isExpired } from '../../store/retention';
import { rowName } from '../../store/rows';
import { InvalidJsonError, parseJson } from '../../text/json';
import type { Cli } from '../cli';
import { NoEventError } from '../../console/explain-event';
import { explain } from './explain';

type Preview = Awaited<ReturnType<typeof previewEvents>>;

const SHOWN_KEY = 16;

/**
 * Plays the events that the table still keeps with their bodies, each alone. Reads the whole table; writes nothing.
 * @param from epoch milliseconds.
 */
export async function previewEvents(cli: Cli, company: Company, from: number) {
  const rows = cli.rows();
  const events: ReturnType<typeof previewed>[] = [];
  let done = 0;
  /** Of the done ones. */
  let kept = 0;
  let unplayed = 0;
  for await (const row of rows.scan()) {
    const { pk, account = '', receivedAt, status } = row;
    const { kind } = rowName(pk);
    if ((kind !== 'event' && kind !== 'body') || receivedAt === undefined || receivedAt < from) continue;
    const isDone = kind === 'event' && status === 'done';
    if (isDone) done++;
    if (isDone || isExpired(row, cli.now())) continue;
    const explained = await explanationOf(cli, company, await rows.payload(row), { account, receivedAt });
    if (explained) events.push(previewed(pk, account, receivedAt, explained));
    if (explained && kind === 'body') kept++;
    if (!explained && kind === 'event') unplayed++;
  }
  events.sort((a, b) => a.receivedAt - b.receivedAt);
  const matches = (rule: string) => events.filter(({ rules }) => rules.includes(rule)).length;
  return {
    played: events.length,
    /** The CRM has them, and the table keeps their bodies no longer. */
    gone: Math.max(0, done - kept) + unplayed,
    events,
    /** How often each rule matched. */
    rules: Object.fromEntries(company.rules.map(({ name }) => [name, matches(name)])),
  };
}

function previewed(pk: string, account: string, receivedAt: number, { event, said }: Explained) {
  const { create: lead, owner, fields } = said;
  const rules = said.rules.filter(({ matched }) => matched).map(({ name }) => name);
  const key = pk.slice(pk.indexOf('#') + 1).slice(0, SHOWN_KEY);
  return { key, account, event, receivedAt, lead, owner, rules, fields };
}

type Explained = NonNullable<Awaited<ReturnType<typeof explanationOf>>>;

async function explanationOf(
  cli: Cli,
  company: Company,
  payload: string,
  { account, receivedAt }: { account: string; receivedAt: number },
) {
  try {
    const { event, accounts } = await explain(cli, company, parseJson(payload), {
      receivedAt,
      accounts: [account],
    });
    return { event, said: accounts[account]! };
  } catch (error) {
    if (error instanceof NoEventError || error instanceof InvalidJsonError) return undefined;
    throw error;
  }
}

export function previewText({ played, gone, events, rules }: Preview): string {
  const lines = events.map(({ key, account, event, receivedAt, lead, owner, rules: matched, fields }) =>
    [
      `${new Date(receivedAt).toISOString()} ${account} ${event} ${key}`,
      `  lead: ${lead}; owner: ${owner}; rules: ${matched.join(', ') || 'none'}`,
      ...fields.map(({ object, field, value, policy }) => `  ${object}.${field} = ${value} (${policy})`),
    ].join('\n'),
  );
  const counts = Object.entries(rules).map(([name, count]) => `  ${String(count).padStart(5)}  ${name}`);
  const left =
    gone > 0 ? [`${gone} more are done, and their bodies are gone (KEEP_BODIES_DAYS keeps them).`] : [];
  return [...lines, `${played} events played; how often each rule matched:`, ...counts, ...left].join('\n');
}
