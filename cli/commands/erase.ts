import type { Command } from 'commander';
import type { StoredRow } from '../../store/rows';
import { allAccounts } from '../crm/accounts';
import { readTenants } from '../crm/tenants';
import { agreed } from '../terminal/agreed';
import type { Cli } from '../cli';
import type { Working } from '../terminal/terminal';
import { askCrms, type Holding } from '../erasure/crm';
import { readIdentity, type Identity } from '../erasure/identity';
import { countRows, planText } from '../erasure/report';
import { search, type Found } from '../erasure/search';
import { Traces } from '../erasure/traces';
import { UsageError } from '../errors';
import { examples } from '../terminal/help';

interface Options {
  email?: string;
  phone?: string;
  visitor?: string;
  dryRun?: boolean;
  yes?: boolean;
}

/** `erase`: removes what the table holds of a person, and lists what the CRM holds. */
export function addErase(program: Command, cli: Cli): void {
  program
    .command('erase')
    .description('removes a person’s data from the table; lists what the CRM holds')
    .option('--email <address>', 'the person’s e-mail')
    .option('--phone <number>', 'the person’s phone, with its country code')
    .option('--visitor <number>', 'the visitor’s number in JivoChat, or channel:number')
    .option('--dry-run', 'shows what would be removed and removes nothing')
    .option('-y, --yes', 'does not ask')
    .addHelpText('after', EXAMPLES)
    .action((options: Options) => erase(readIdentity(options), options, cli));
}

const EXAMPLES = `
Shows first what there is, and asks. Links, conversations and events go, those still waiting for the CRM as well; nobody
else's do. Who leads to the same CRM record counts as the same person. The whole table is read, more than once. Records in
the CRM stay: they are listed with their links. Backups of the table (point-in-time recovery) keep the rows for 35 days more;
logs hold no personal data.
${examples([
  ['--env-file .env.prod erase --email tom@example.com --dry-run', 'what there is of Tom'],
  ['--env-file .env.prod erase --email tom@example.com', 'asks, then removes it'],
  ['erase --phone +14155552671 --visitor 18 --yes', 'one person by all that is known'],
])}`;

async function erase(identity: Identity, options: Options, cli: Cli): Promise<void> {
  const { found, holdings } = await survey(identity, cli);
  const counts = countRows(found.rows);
  if (holdings.some(({ problem }) => problem)) cli.foundProblems();
  cli.tell(planText(counts, holdings, cli.terminal));
  const go =
    found.rows.length > 0 &&
    !options.dryRun &&
    (await agreed(`Remove these ${found.rows.length} row(s) for good?`, options.yes, cli));
  const { removed, busy } = go ? await removeAll(found.rows, cli) : { removed: 0, busy: 0 };
  if (busy > 0) cli.foundProblems();
  const result = { ...counts, removed, busy, unreadable: found.unreadable, crm: holdings };
  cli.print(result, () => endText(result, found.rows.length));
}

/** @throws UsageError when a visitor's number is that of several people. */
async function survey(identity: Identity, cli: Cli): Promise<{ found: Found; holdings: Holding[] }> {
  const rows = cli.rows();
  const env = await cli.secrets();
  const traces = new Traces(identity, await readTenants(env, cli, allAccounts(env)));
  const looking = cli.terminal.working?.('Reading the table');
  const looked = counter(looking);
  const first = await search(rows, traces, looked);
  if (traces.visitors.length > 1) {
    throw new UsageError(`erase: several visitors have that number; name one: ${traces.visitors.join(', ')}`);
  }
  const holdings = await askCrms(identity, traces.records, cli);
  const before = traces.size;
  for (const { account, records } of holdings) {
    for (const { type, id } of records) traces.addRecord({ account, type, id });
  }
  // What the CRM knows under the e-mail or number may lead to more.
  const found = traces.size === before ? first : await search(rows, traces, looked);
  looking?.end('The table is read');
  return { found, holdings };
}

const TELL_EVERY = 100;

function counter(looking: Working | undefined): () => void {
  let count = 0;
  return () => {
    if (++count % TELL_EVERY === 0) looking?.step(`${count} rows read`);
  };
}

/** What somebody works on just now stays: it would be written again. */
async function removeAll(rows: readonly StoredRow[], cli: Cli): Promise<{ removed: number; busy: number }> {
  const table = cli.rows();
  const bar = cli.terminal.working?.('Removing', rows.length);
  let removed = 0;
  for (const row of rows) {
    if (await table.remove(row, cli.now())) removed++;
    bar?.step();
  }
  bar?.end(`${removed} removed`);
  return { removed, busy: rows.length - removed };
}

interface Result {
  removed: number;
  busy: number;
  unreadable: number;
}

function endText({ removed, busy, unreadable }: Result, found: number): string {
  const rest =
    unreadable > 0
      ? `\n${unreadable} left-over part(s) in the table cannot be read; nobody knows whose.`
      : '';
  if (found === 0) return `Nothing to remove.${rest}`;
  if (removed + busy === 0) return `Nothing was removed.${rest}`;
  if (busy === 0) return `${removed} row(s) removed.${rest}`;
  return `${removed} row(s) removed; ${busy} are in work just now: run this again in a minute.${rest}`;
}
