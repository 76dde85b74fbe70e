import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export type StoreFault = 'refused' | 'reset-after' | 'throttled' | 'slow';

const NAMES: Record<StoreFault, string> = {
  refused: 'ECONNREFUSED',
  'reset-after': 'TimeoutError',
  throttled: 'ProvisionedThroughputExceededException',
  slow: '',
};

/** A table client that fails at the nth request, and counts. */
export function faultyClient(
  client: DynamoDBDocumentClient,
  plan: { nth?: number; fault?: StoreFault; seen: number },
) {
  const send = async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
    const hit = ++plan.seen === plan.nth ? plan.fault : undefined;
    if (hit === 'slow') await new Promise((done) => setTimeout(done, 250));
    if (hit === 'refused' || hit === 'throttled') throw named(NAMES[hit]);
    const answer = await client.send(command);
    if (hit === 'reset-after') throw named(NAMES[hit]);
    return answer;
  };
  return { send } as unknown as DynamoDBDocumentClient;
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
