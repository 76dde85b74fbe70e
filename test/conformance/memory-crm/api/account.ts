import { CrmRefusedError } from '../../../../connectors/errors';
import type { MemoryContext } from '../context';
import type { MemoryUser } from '../crm';

const KEPT_MS = 3_600_000;

export async function tenant(context: MemoryContext): Promise<string | undefined> {
  return (await kept<{ id: string }>(context, '/account')).id;
}

/** Nobody to name where the token may not see them: leads are saved all the same. */
export function users(context: MemoryContext): Promise<MemoryUser[]> {
  return kept<MemoryUser[]>(context, '/users').catch((error: unknown): MemoryUser[] => {
    if (error instanceof CrmRefusedError && error.details.status === 403) return [];
    throw error;
  });
}

async function kept<T>({ memory, send }: MemoryContext, path: string): Promise<T> {
  const known = (await memory.get(path)) as T | undefined;
  if (known) return known;
  const { body } = await send<T>(`GET ${path}`, 'GET', path);
  await memory.put(path, body, KEPT_MS);
  return body;
}
