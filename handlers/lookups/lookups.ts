import type { Log } from '../../connectors/connector';
import type { Company } from '../../leads/rules/rule';
import type { Lookups } from '../../sync/context';

/**
 * Loads what the company's file asks for, once. What cannot be loaded is told and done without: no event fails for it.
 */
export function createLookups(
  { needs, mask: masked }: Pick<Company, 'needs' | 'mask'>,
  log: Log,
  { freeMail = false }: { freeMail?: boolean } = {},
): () => Promise<Lookups> {
  let loading: Promise<Lookups> | undefined;
  return () => (loading ??= load({ needs, masked: masked.length > 0, freeMail }, log));
}

interface Wanted {
  needs: Company['needs'];
  masked: boolean;
  freeMail: boolean;
}

async function load({ needs, masked, freeMail: wantsFreeMail }: Wanted, log: Log): Promise<Lookups> {
  const [device, disposable, freeMail, mask] = await Promise.all([
    needs.includes('device')
      ? loaded(log, 'device', async () => (await import('./device')).device)
      : undefined,
    needs.includes('disposable')
      ? loaded(log, 'disposable', async () => (await import('./disposable')).disposable)
      : undefined,
    wantsFreeMail ? loaded(log, 'free mail', async () => (await import('./freemail')).freeMail) : undefined,
    masked ? loaded(log, 'numbers', async () => (await import('./numbers')).mask) : undefined,
  ]);
  return { device, disposable, freeMail, mask };
}

async function loaded<T>(log: Log, what: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    log.error(
      'A part that the settings or the company’s file ask for is not in the bundle; going on without it',
      {
        what,
        error: error instanceof Error ? error.name : 'unknown',
      },
    );
    return undefined;
  }
}
