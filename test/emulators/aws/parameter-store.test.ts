import {
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { createParameterStoreEmulator, type ParameterStoreEmulator } from '../../../emulators/aws/ssm/server';

let store: ParameterStoreEmulator;
let client: SSMClient;
let url: string;

function signIn(secretAccessKey = 'local', accessKeyId = 'local') {
  return new SSMClient({
    endpoint: url,
    region: 'local',
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
}

beforeEach(async () => {
  store = createParameterStoreEmulator({
    credentials: { local: 'local', reader: 'secret' },
    allows: (caller, action, name) =>
      caller === 'local' || (action === 'ssm:GetParameters' && name === '/app/a'),
  });
  ({ url } = await store.listen());
  client = signIn();
});
afterEach(() => store.close());

const put = (Name: string, Value: string, more = {}) =>
  client.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', ...more }));

/** AWS' own client is the judge of the protocol. */
describe('the emulated Parameter Store', () => {
  it('gives what exists and names what does not', async () => {
    await put('/app/a', 'first');
    const answer = await client.send(
      new GetParametersCommand({ Names: ['/app/a', '/app/b'], WithDecryption: true }),
    );
    expect(answer.Parameters).toMatchObject([
      { Name: '/app/a', Value: 'first', Version: 1, Type: 'SecureString' },
    ]);
    expect(answer.InvalidParameters).toEqual(['/app/b']);
  });

  it('gives ciphertext to whoever does not ask for decryption', async () => {
    await put('/app/a', 'first');
    const { Parameters } = await client.send(new GetParametersCommand({ Names: ['/app/a'] }));
    expect(Parameters![0]!.Value).not.toContain('first');
  });

  it('counts versions, and overwrites only when told to', async () => {
    expect((await put('/app/a', 'first')).Version).toBe(1);
    await expect(put('/app/a', 'second')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    expect((await put('/app/a', 'second', { Overwrite: true })).Version).toBe(2);
  });

  it.each([
    {
      case: 'an unknown parameter',
      send: () => client.send(new GetParameterCommand({ Name: '/no' })),
      name: 'ParameterNotFound',
    },
    {
      case: 'eleven names',
      send: () =>
        client.send(new GetParametersCommand({ Names: Array.from({ length: 11 }, (_, n) => `/${n}`) })),
      name: 'ValidationException',
    },
    {
      case: 'a new parameter without a type',
      send: () => put('/x', 'y', { Type: undefined }),
      name: 'ValidationException',
    },
    { case: 'more than 4096 bytes', send: () => put('/x', 'y'.repeat(4097)), name: 'ValidationException' },
    {
      case: 'a wrong secret key',
      send: () => signIn('wrong').send(new GetParameterCommand({ Name: '/x' })),
      name: 'InvalidSignatureException',
    },
    {
      case: 'an unknown access key',
      send: () => signIn('x', 'nobody').send(new GetParameterCommand({ Name: '/x' })),
      name: 'UnrecognizedClientException',
    },
    {
      case: 'a right that is missing',
      send: () => signIn('secret', 'reader').send(new GetParametersCommand({ Names: ['/app/b'] })),
      name: 'AccessDeniedException',
    },
  ])('refuses $case', async ({ send, name }) => {
    await expect(send()).rejects.toMatchObject({ name });
  });
});
