import type { KnownAccount } from '../config/file/compile-fields';
import { loadDefinitions } from './registry';

/** The accounts that a company's file may speak of. */
export async function knownAccounts(): Promise<KnownAccount[]> {
  const definitions = await loadDefinitions();
  return definitions.map(({ name, label, mappedObjects = [] }) => ({ name, label, objects: mappedObjects }));
}
