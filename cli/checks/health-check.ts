import type { Finding } from '../../connectors/admin';
import { hint, wrong } from '../../connectors/shared/findings';
import type { Health } from '../../store/health';
import { circuitState } from '../../sync/health/circuit-breaker';
import { pauseEnd } from '../../sync/health/pacing';
import type { Cli } from '../cli';

/** Whether the worker holds back from a CRM, until when, and why. */
export async function checkHealth(account: string, { store, now }: Cli): Promise<Finding[]> {
  return healthFindings(account, await store().health.read(account), now());
}

/** @param now epoch milliseconds. */
export function healthFindings(account: string, health: Health, now: number): Finding[] {
  const remedy = `Nothing to do: it ends by itself. To ask again at once: jivochat-crm inbox resume --account ${account}`;
  const pauses = Object.entries(health.pausedUntil).flatMap(([scope, until]): Finding[] => {
    const end = pauseEnd(until, now);
    if (end <= now) return [];
    const what = `The worker asks nothing (${scope}) until ${new Date(end).toISOString()}: the CRM asked for the pause`;
    return [hint(what, remedy)];
  });
  const circuit = circuitState(health, now);
  if (circuit.state !== 'open') return pauses;
  const what = `Nobody asks the CRM until ${new Date(circuit.until).toISOString()}: ${health.failures} attempts in a row found it down`;
  return [...pauses, wrong(what, remedy)];
}
