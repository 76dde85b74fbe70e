import { ConfigError } from '../../config/env';
import type { SyncDeps } from '../context';
import { healthOf } from '../health/account-health';
import { wordingOf } from '../wording';

const TIMEOUT_MS = 10_000;

/**
 * What the CRM says of the fields that the company's maps name, and of the stages of deals on the card, learned by the worker before an event needs it. Nothing waits
 * for it and nothing fails for it: while it is not known, values go to the CRM as text.
 */
export async function learnFields(deps: SyncDeps, account: string): Promise<void> {
  const { company, log, settings } = deps;
  const names = [company.accounts[account], ...company.rules.map(({ then }) => then.fields?.[account])];
  if (names.every((named) => named === undefined) && settings.cardDeals === 'off') return;
  try {
    const connector = await deps.connector(account);
    if (!connector) return;
    const { circuit, limiter } = healthOf(deps, connector);
    if (circuit.state.state !== 'closed') return;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const words = await wordingOf(deps, account);
    const call = { signal, inDoubt: false, log, words, pace: limiter.workerPace() };
    await connector.open(call).learnFields?.();
  } catch (error) {
    if (error instanceof ConfigError) return;
    log.warn('The fields of the company’s maps could not be looked up; their values go as text', {
      account,
      error,
    });
  }
}
