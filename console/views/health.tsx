import type { Child, FC } from 'hono/jsx';
import type { Health } from '../../store/health';
import { Facts } from '../components/facts';
import { lengthWords, timeWords } from '../events/words';

export interface AccountSeen {
  account: string;
  pending: number;
  parked: number;
  /** Epoch milliseconds. */
  oldestAt?: number;
  health: Health;
}

/** Each account: what waits, whether its CRM is asked at all, and how often it lets itself be asked. */
export const HealthView: FC<{ accounts: readonly AccountSeen[]; now: number }> = ({ accounts, now }) => (
  <>
    {accounts.map((seen) => (
      <section class="sheet" aria-labelledby={`account-${seen.account}`}>
        <h2 id={`account-${seen.account}`}>
          {seen.account}{' '}
          <span class={`state ${isOpen(seen, now) ? 'bad' : seen.health.failures > 0 ? 'warn' : 'good'}`}>
            {breaker(seen, now)}
          </span>
        </h2>
        <Facts facts={factsOf(seen, now)} />
      </section>
    ))}
  </>
);

function factsOf({ pending, oldestAt, parked, health }: AccountSeen, now: number): [string, Child][] {
  const paused = Object.entries(health.pausedUntil).filter(([, until]) => until > now);
  return [
    ['Waiting', pending],
    ['Oldest waiting', oldestAt === undefined ? 'none' : `since ${lengthWords(now - oldestAt)}`],
    ['Parked', parked > 0 ? <a href="/parked">{parked}</a> : 0],
    ['Failures in a row', health.failures],
    ...paused.map(([scope, until]): [string, Child] => [
      `Paused (${scope})`,
      `until ${timeWords(until)}, as the CRM asked`,
    ]),
    ...Object.entries(health.limits).map(([scope, { requests, windowMs }]): [string, Child] => [
      `Limit (${scope})`,
      `${requests} requests in ${lengthWords(windowMs)}`,
    ]),
  ];
}

function isOpen({ health: { openUntil } }: AccountSeen, now: number): boolean {
  return openUntil !== undefined && openUntil > now;
}

function breaker(seen: AccountSeen, now: number): string {
  const { openUntil, failures } = seen.health;
  if (isOpen(seen, now)) return `not asked until ${timeWords(openUntil!)}`;
  return failures > 0 ? 'failed last, is tried again' : 'in order';
}
