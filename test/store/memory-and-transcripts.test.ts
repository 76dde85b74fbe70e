import { randomBytes } from 'node:crypto';
import { PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createStore } from '../../store/store';
import { startTable, type Table } from './table';

let table: Table;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.close());

describe('memory', () => {
  it('gives back what was put until its time is over', async () => {
    const { memory } = table.store;
    await memory.put('owners', [{ id: '1' }], { ttlMs: 60_000, now: 0 });
    expect(await memory.get('owners', 59_000)).toEqual([{ id: '1' }]);
    expect(await memory.get('owners', 60_000)).toBeUndefined();
    expect(await memory.get('nothing', 0)).toBeUndefined();
  });
});

describe('transcripts', () => {
  const large = (seed: string) => [
    { from: 'visitor', text: seed + randomBytes(600_000).toString('base64'), timestamp: 1 },
  ];

  it('of any size come back as they were', async () => {
    const messages = large('a');
    await table.store.transcripts.put('chat', messages, { now: 0 });
    expect(await table.store.transcripts.get('chat', 0)).toEqual(messages);
  });

  it('are whole although the process died while a newer one was being written', async () => {
    const messages = large('old');
    await table.store.transcripts.put('crash', messages, { now: 0 });
    const { client, tableName } = table;
    let puts = 0;
    const dying = {
      send(command: unknown) {
        if (command instanceof PutItemCommand && ++puts > 1) throw new Error('killed');
        return client.send(command as PutItemCommand);
      },
    } as DynamoDBClient;
    await expect(
      createStore({ client: dying, tableName }).transcripts.put('crash', large('new'), { now: 1 }),
    ).rejects.toThrow();
    expect(await table.store.transcripts.get('crash', 1)).toEqual(messages);
  });
});
