import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { startDynamoDB } from '../../../sandbox/dynamodb/dynamodb';
import { foreignRequest, isSignedBy } from '../../../emulators/http/local-guard';
import { makePrivate } from '../../../sandbox/private-folder';
import { createClient } from '../../../store/dynamodb/client';

describe('foreignRequest', () => {
  it.each([
    [{ host: 'localhost:3000' }, true],
    [{ host: '127.0.0.1:1' }, true],
    [{ host: '[::1]:1' }, true],
    [{ host: 'LOCALHOST' }, true],
    [{ host: 'crm.tunnel.example' }, true],
    [{ host: 'localhost', 'sec-fetch-site': 'none' }, true],
    [{ host: 'evil.example:3000' }, false],
    [{ host: 'localhost.evil.example' }, false],
    [{ host: '127.0.0.1.nip.io:80' }, false],
    [{}, false],
    [{ host: 'localhost', origin: 'null' }, false],
    [{ host: 'localhost:3000', origin: 'http://localhost:3000' }, false],
    [{ host: 'localhost', 'sec-fetch-site': 'cross-site' }, false],
  ])('%j: let in %s', (headers, good) => {
    expect(foreignRequest(headers, ['crm.tunnel.example']) === undefined).toBe(good);
  });
});

describe('isSignedBy', () => {
  it.each([
    ['AWS4-HMAC-SHA256 Credential=key/20261125/local/dynamodb/aws4_request, SignedHeaders=host', true],
    ['AWS4-HMAC-SHA256 Credential=kez/20261125/local/dynamodb/aws4_request, SignedHeaders=host', false],
    ['AWS4-HMAC-SHA256 Credential=/x', false],
    ['Bearer key', false],
    [undefined, false],
  ])('%s: %s', (authorization, good) => {
    expect(isSignedBy('key', { authorization })).toBe(good);
  });
});

it('the table answers only who has its key', async () => {
  const dynamo = await startDynamoDB({ accessKeyId: 'its-key' });
  const tables = async (AWS_ACCESS_KEY_ID: string) => {
    const env = {
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    };
    const client = createClient({ env });
    return client.send(new ListTablesCommand()).finally(() => client.destroy());
  };
  expect((await tables('its-key')).TableNames).toEqual([]);
  await expect(tables('local')).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  await dynamo.close();
});

it('a folder that stood open is closed, with all in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'private-'));
  const mask = process.umask();
  mkdirSync(join(folder, 'deep'));
  for (const file of ['token', 'deep/leads']) writeFileSync(join(folder, file), 'x');
  for (const path of ['', 'token', 'deep', 'deep/leads']) chmodSync(join(folder, path), 0o777);
  makePrivate(folder);
  const mode = (path: string) => statSync(join(folder, path)).mode & 0o777;
  expect(['', 'deep', 'token', 'deep/leads'].map(mode)).toEqual([0o700, 0o700, 0o600, 0o600]);
  process.umask(mask);
  rmSync(folder, { recursive: true });
});
