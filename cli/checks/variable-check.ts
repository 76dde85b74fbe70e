import type { Env } from '../../config/env';
import { CORE_SETTINGS } from '../../config/settings';
import type { Finding } from '../../connectors/admin';
import { hint, wrong } from '../../connectors/shared/findings';
import { variableOf, type Account } from '../../config/accounts';
import { loadDefinition } from '../../connectors/registry';
import { distance } from '../../text/nearest';

/** Read by the deployment and by `npm start`, not by the code: serverless.yml, deploy/, sandbox/start.ts. */
const DEPLOYMENT_VARIABLES: readonly string[] = [
  'ALARM_EMAIL',
  'ALARM_TOPIC_ARN',
  'BURST_LIMIT',
  'PORT',
  'POWERTOOLS_LOG_LEVEL',
  'RATE_LIMIT',
  'RECORDS_SHOWN_ALARM',
  'SANDBOX_CONSOLE',
  'SANDBOX_WEBHOOK',
  'SECRETS_KMS_KEY_ARN',
  'TABLE_NAME_OVERRIDE',
  'WEBHOOK_CONCURRENCY',
];
const PARAMETER = '_SSM';
/** Names shorter than this resemble too much. */
const SHORTEST = 8;
/** Of a name of any program's: a slip of the finger or two. */
const SLIPS = 2;
/** Of a name with a CRM's prefix, which is hardly anybody else's: this part of its letters. */
const ALIKE = 0.4;
/** A name of which words were left out counts as this many slips. */
const ABRIDGED = 2.5;

/** Every variable that is declared, as each account spells it, with the names of the parameters that may hold them. */
export async function knownVariables(accounts: readonly Account[]): Promise<Set<string>> {
  const ofAccounts = await Promise.all(
    accounts.map(async (account) => {
      const { settings } = await loadDefinition(account.crm);
      return Object.keys(settings.settings).map((name) => variableOf(account, name));
    }),
  );
  const names = [...DEPLOYMENT_VARIABLES, ...Object.keys(CORE_SETTINGS.settings), ...ofAccounts.flat()];
  return new Set(names.flatMap((name) => [name, name + PARAMETER]));
}

/** Variables that look like ours and are not read by anything. */
export function checkVariables(
  env: Env,
  known: ReadonlySet<string>,
  accounts: readonly Account[],
): Finding[] {
  const prefixes = accounts.map(({ prefix }) => prefix);
  return Object.entries(env).flatMap(([name, value]): Finding[] => {
    if (!value?.trim() || known.has(name)) return [];
    const isPrefixed = prefixes.some((prefix) => name.startsWith(prefix));
    const [nearest, slips] = nearestTo(name, known, isPrefixed ? Infinity : SLIPS);
    if (
      (slips <= SLIPS && name.length >= SHORTEST) ||
      (isPrefixed && slips <= Math.max(name.length, nearest.length) * ALIKE)
    ) {
      return [
        wrong(
          `${name} is no variable of this program; it has no effect`,
          `Did you mean ${nearest}? docs/settings.md lists every variable`,
        ),
      ];
    }
    if (!isPrefixed) return [];
    const remedy = 'Remove it if it is not another program’s; docs/settings.md lists every variable';
    return [hint(`${name} is no variable of this program`, remedy)];
  });
}

/** The known name with the fewest slips; none, and Infinity, where each has more than `most`. */
function nearestTo(name: string, known: ReadonlySet<string>, most: number): [name: string, slips: number] {
  let best: [string, number] = ['', Infinity];
  const words = name.split('_');
  for (const candidate of known) {
    // X_TOKEN says less than X_ACCESS_TOKEN, and nothing else.
    const abridged = words.length > 1 && words.every((word) => candidate.split('_').includes(word));
    const least = Math.abs(name.length - candidate.length);
    if (!abridged && (least > most || least >= best[1])) continue;
    const slips = abridged ? ABRIDGED : distance(name, candidate);
    if (slips < best[1]) best = [candidate, slips];
  }
  return best;
}
