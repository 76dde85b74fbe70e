import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CONNECTOR_NAMES, loadConnector } from '../../connectors/registry';
import type { AccountModule } from './accounts/account';
import type { Subject } from './kit';
import { createConnector } from './memory-crm/index';

const registered: Subject[] = CONNECTOR_NAMES.map((name) => ({ name, load: loadConnector }));

/** The connector of `docs/adding-a-connector.md`. */
const memory: Subject = { name: 'memory', load: (deps) => Promise.resolve(createConnector(deps)) };

/** Every connector of the registry, and the one that only the tests know. */
export const SUBJECTS: readonly Subject[] = [...registered, memory];

/** By convention, so that a connector cannot be added without anybody noticing that it is not tested. */
export function accountFile(name: string): string {
  return join(__dirname, `accounts/${name}-account.ts`);
}

/** @throws Error saying which file to write. */
export function requireAccountFile(name: string): string {
  const file = accountFile(name);
  if (existsSync(file)) return file;
  throw new Error(
    `The connector "${name}" is in the registry and not under test: write test/conformance/accounts/${name}-account.ts (docs/adding-a-connector.md)`,
  );
}

/** What an account file exports. */
export interface AccountFile {
  account: AccountModule;
}
