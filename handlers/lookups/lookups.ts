import type { Log } from '../../connectors/connector';
import type { Company } from '../../leads/rules/rule';
import type { Lookups, SyncDeps } from '../../sync/context';

/**
 * Loads what the company's file asks for, once. What cannot be loaded is told and done without: no event fails for it.
 */
export function createLookups(company: Company, log: Log): () => Promise<Lookups> {
  let loading: Promise<Lookups> | undefined;
  return () => (loading ??= load(company, log));
}

/**
 * Loads the list of free mailboxes when it is first asked for, once: most events never ask. Undefined where it is not in the
 * bundle, which is told.
 */
export function createFreeMail(log: Log): SyncDeps['freeMail'] {
  let loading: ReturnType<SyncDeps['freeMail']> | undefined;
  return () => (loading ??= loaded(log, 'free mail', async () => (await import('./freemail')).freeMail));
}

async function load({ needs, mask: masked }: Company, log: Log): Promise<Lookups> {
  const [device, disposable, mask] = await Promise.all([
    needs.includes('device')
      ? loaded(log, 'device', async () => (await import('./device')).device)
      : undefined,
    needs.includes('disposable')
      ? loaded(log, 'disposable', async () => (await import('./disposable')).disposable)
      : undefined,
    masked.length > 0 ? loaded(log, 'numbers', async () => (await import('./numbers')).mask) : undefined,
  ]);
  return { device, disposable, mask };
}

async function loaded<T>(log: Log, what: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    log.error(
      'A part that the settings or the company’s file ask for is not in the bundle; going on without it',
      { what, error },
    );
    return undefined;
  }
}
