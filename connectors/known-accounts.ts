import type { Account } from '../config/accounts';
import type { KnownAccount } from '../config/file/compiler';
import { loadDefinition } from './registry';

/** The accounts that a company's file may speak of. */
export async function knownAccounts(accounts: readonly Account[]): Promise<KnownAccount[]> {
  return Promise.all(
    accounts.map(async ({ name, crm }) => {
      const {
        label,
        mappedObjects = [],
        personObjects,
        ownFields = [],
        readyMaps,
      } = await loadDefinition(crm);
      const people =
        personObjects ?? mappedObjects.filter((object) => object === 'contact' || object === 'lead');
      return { name, label, objects: mappedObjects, people, ownFields, readyMaps };
    }),
  );
}
