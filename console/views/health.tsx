import type { FC } from 'hono/jsx';
import type { Health } from '../../store/health';
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
        <dl>
          <Row name="Waiting">{`${seen.pending}`}</Row>
          <Row name="Oldest waiting">
            {seen.oldestAt === undefined ? 'none' : `since ${lengthWords(now - seen.oldestAt)}`}
          </Row>
          <Row name="Parked">{seen.parked > 0 ? <a href="/parked">{`${seen.parked}`}</a> : '0'}</Row>
          <Row name="Failures in a row">{`${seen.health.failures}`}</Row>
          {Object.entries(seen.health.pausedUntil)
            .filter(([, until]) => until > now)
            .map(([scope, until]) => (
              <Row name={`Paused (${scope})`}>{`until ${timeWords(until)}, as the CRM asked`}</Row>
            ))}
          {Object.entries(seen.health.limits).map(([scope, { requests, windowMs }]) => (
            <Row name={`Limit (${scope})`}>{`${requests} requests in ${lengthWords(windowMs)}`}</Row>
          ))}
        </dl>
      </section>
    ))}
  </>
);

const Row: FC<{ name: string; children?: unknown }> = ({ name, children }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function isOpen({ health: { openUntil } }: AccountSeen, now: number): boolean {
  return openUntil !== undefined && openUntil > now;
}

function breaker(seen: AccountSeen, now: number): string {
  const { openUntil, failures } = seen.health;
  if (isOpen(seen, now)) return `not asked until ${timeWords(openUntil!)}`;
  return failures > 0 ? 'failed last, is tried again' : 'in order';
}
