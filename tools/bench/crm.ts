import { join } from 'node:path';
import type { BenchCrm, StartForBench } from '../../emulators/sandbox-crm';
import { CONNECTOR_NAMES, loadDefinition } from '../../connectors/registry';

/** The CRM that is measured with: the first of the registry. Its emulator says what the bench needs of it. */
export const CRM = CONNECTOR_NAMES[0]!;

const BENCH = join(__dirname, '../../emulators', CRM, 'bench');

/** What a straightforward handler for the CRM would load. */
export const NAIVE_HANDLER = join(BENCH, 'naive-handler.cjs');

/** The emulated CRM, in this process. */
export async function startCrm(): Promise<BenchCrm> {
  const { startForBench } = (await import(join(BENCH, 'account.ts'))) as { startForBench: StartForBench };
  return startForBench();
}

/** The variable that says where the CRM is. */
export async function addressVariable(): Promise<string> {
  return (await loadDefinition(CRM)).address;
}
