import type { Env } from '../../config/env';
import type { Finding } from '../../connectors/admin';
import { hint, wrong } from '../../connectors/shared/findings';
import { createClient } from '../../store/dynamodb/client';
import { readTableState, type TableState } from '../../store/dynamodb/table-state';

const TIMEOUT_MS = 10_000;

/** The table of `TABLE_NAME`. */
export async function checkTable(env: Env): Promise<Finding[]> {
  const tableName = env.TABLE_NAME!;
  const client = createClient({ env, forRows: false, requestTimeoutMs: TIMEOUT_MS });
  try {
    return tableFindings(tableName, await readTableState(client, tableName), isLocal(env));
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string };
    const what = `DynamoDB does not describe the table ${tableName}: ${code ?? name}: ${message}`;
    return [wrong(what, 'Check AWS_REGION and the credentials; the role needs dynamodb:DescribeTable')];
  } finally {
    client.destroy();
  }
}

const DEPLOY = 'Deploy the stack, which makes the table as store/dynamodb/table.json says (npm run deploy)';

/** DynamoDB's local engines never expire anything. */
function isLocal({ AWS_ENDPOINT_URL_DYNAMODB: endpoint }: Env): boolean {
  return /^https?:\/\/(localhost|127\.)/.test(endpoint ?? '');
}

/** @param local the table is a local engine's. */
export function tableFindings(
  tableName: string,
  { exists, differences, expiry }: TableState,
  local: boolean,
): Finding[] {
  if (!exists) {
    const what = `There is no table ${tableName} in this account and region`;
    return [wrong(what, `Correct TABLE_NAME or AWS_REGION. ${DEPLOY}`)];
  }
  const remedy = `Name the stack's own table in TABLE_NAME (its output says which). ${DEPLOY}`;
  const findings = differences.map((difference) =>
    wrong(`The table ${tableName} is not ours: ${difference}`, remedy),
  );
  if (expiry === 'on' || local) return findings;
  if (expiry === 'off') {
    const what = `The table ${tableName} keeps every event for ever: its time to live is off`;
    return [...findings, wrong(what, `Turn it on for the attribute expiresAt. ${DEPLOY}`)];
  }
  const allow = 'Allow dynamodb:DescribeTimeToLive to whoever runs doctor';
  return [...findings, hint('Whether old events expire could not be asked', allow)];
}
