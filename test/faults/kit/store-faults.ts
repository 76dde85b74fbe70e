import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What is left of a fault once the SDK has repeated the request; `-after`: the table did what it was asked. */
export type StoreFault = keyof typeof ERRORS | 'slow';

/** Names as the SDK gives them. */
const ERRORS = {
  refused: 'ECONNREFUSED',
  'reset-before': 'ECONNRESET',
  'reset-after': 'ECONNRESET',
  'timeout-before': 'TimeoutError',
  'timeout-after': 'TimeoutError',
  throttled: 'ProvisionedThroughputExceededException',
  'server-error': 'InternalServerError',
  'server-error-after': 'InternalServerError',
  html: 'SyntaxError',
  unavailable: 'ServiceUnavailable',
} as const;

export const STORE_FAULTS = [...Object.keys(ERRORS), 'slow'] as StoreFault[];

/** A table client that fails at the nth request, and counts. */
export function faultyClient(
  client: DynamoDBClient,
  plan: { nth?: number; fault?: StoreFault; seen: number },
) {
  const send = async (command: Parameters<DynamoDBClient['send']>[0]) => {
    const hit = ++plan.seen === plan.nth ? plan.fault : undefined;
    if (hit === 'slow') await new Promise((done) => setTimeout(done, 250));
    const error = hit && hit !== 'slow' ? named(ERRORS[hit]) : undefined;
    if (error && !hit!.endsWith('-after')) throw error;
    const answer = await client.send(command);
    if (error) throw error;
    return answer;
  };
  return { send } as unknown as DynamoDBClient;
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
