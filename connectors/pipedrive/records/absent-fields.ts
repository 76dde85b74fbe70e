import type { PipedriveContext } from '../context';

const NAME = 'absent-fields';
/** `setup` may make the field any time. */
const TTL_MS = 3_600_000;

/** Keys of custom fields that the company turned out not to have; they are not sent for an hour. */
export async function absentKeys({ memory }: Pick<PipedriveContext, 'memory'>): Promise<ReadonlySet<string>> {
  const kept = await memory.get(NAME);
  return new Set(Array.isArray(kept) ? (kept as string[]) : []);
}

export async function rememberAbsent(context: PipedriveContext, key: string): Promise<void> {
  const known = await absentKeys(context);
  if (known.has(key)) return;
  context.call.log.warn('Pipedrive has no such custom field; going on without it', {
    key,
    remedy: 'Run setup and take over the PIPEDRIVE_LEAD_FIELDS it prints',
  });
  await context.memory.put(NAME, [...known, key].slice(-50), TTL_MS);
}
