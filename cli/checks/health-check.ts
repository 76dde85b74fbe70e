import type { Finding } from '../../connectors/admin';
import type { Health } from '../../store/health';
import { circuitState } from '../../sync/health/circuit-breaker';
import { pauseEnd } from '../../sync/health/pacing';
import type { Cli } from '../cli';

/** Whether the worker holds back from a CRM, until when, and why. */
export async function checkHealth(connector: string, { store, now }: Cli): Promise<Finding[]> {
  return healthFindings(connector, await store().health.read(connector), now());
}

/** @param now epoch milliseconds. */
export function healthFindings(connector: string, health: Health, now: number): Finding[] {
  const remedy = `Nothing to do: it ends by itself. To ask again at once: jivochat-crm inbox resume --connector ${connector}`;
  const pauses = Object.entries(health.pausedUntil).flatMap(([scope, until]): Finding[] => {
    const end = pauseEnd(until, now);
    if (end <= now) return [];
    const what = `The worker asks nothing (${scope}) until ${new Date(end).toISOString()}: the CRM asked for the pause`;
    return [{ level: 'hint', what, remedy }];
  });
  const circuit = circuitState(health, now);
  if (circuit.state !== 'open') return pauses;
  const what = `Nobody asks the CRM until ${new Date(circuit.until).toISOString()}: ${health.failures} attempts in a row found it down`;
  return [...pauses, { level: 'wrong', what, remedy }];
}
