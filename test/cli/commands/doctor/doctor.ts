import type { Finding } from '../../../../connectors/admin';
import { startTable, type Table } from '../../../store/table';
import { run } from '../../cli';

export const NOW = Date.parse('2026-11-23T12:00:00Z');

/** Each test has one of its own. */
export let table: Table;
const open: (() => Promise<void>)[] = [];
beforeEach(async () => {
  table = await startTable();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
  await table.close();
});

/** What a test has opened and does not close itself. */
export function closeAfterTest(close: () => Promise<void>): void {
  open.push(close);
}

export async function doctor(env: Record<string, string | undefined>, ...args: string[]) {
  const { code, out } = await run(['doctor', '--json', ...args], { env, now: () => NOW });
  return { code, findings: Object.values(JSON.parse(out) as Record<string, Finding[]>).flat() };
}
