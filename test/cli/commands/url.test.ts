import { createCloudFormationEmulator } from '../../../emulators/aws/cloudformation/outputs-server';
import { createParameterStoreEmulator } from '../../../emulators/aws/ssm/server';
import { EVERYDAY } from '../../packaging/packages';
import { packageTemplate } from '../../packaging/template';
import { run } from '../cli';

const TOKEN = 'a-token-only-the-test-knows';
const HOST = 'https://a1b2c3.execute-api.eu-central-1.amazonaws.com';

/** As the template of this repository writes them. */
async function outputs(): Promise<Record<string, string>> {
  const { outputs: found } = await packageTemplate('prod', EVERYDAY);
  const urls = Object.entries(found).filter(([name]) => name.startsWith('WebhookUrl'));
  return Object.fromEntries(
    urls.map(([name, { Value }]) => [
      name,
      (Value as { 'Fn::Sub': string })['Fn::Sub'].replace(/^https:\/\/[^/]+/, HOST),
    ]),
  );
}

let cloudFormation: ReturnType<typeof createCloudFormationEmulator>;
let env: Record<string, string>;
beforeAll(async () => {
  cloudFormation = createCloudFormationEmulator({
    'jivochat-crm-prod': await outputs(),
    'jivochat-crm-dev': {},
  });
  env = {
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_CLOUDFORMATION: (await cloudFormation.listen()).url,
  };
}, 60_000);
afterAll(() => cloudFormation.close());

describe('url', () => {
  it('takes the address from the stack and leaves the secret out', async () => {
    const ended = await run(['url'], { env: { ...env, WEBHOOK_TOKENS: TOKEN } });
    expect(ended).toEqual({
      code: 0,
      out: `${HOST}/webhooks/hubspot/<token>`,
      error: 'The secret is left out; --show puts it in.',
    });
  });

  it('puts the newest secret in when asked to', async () => {
    const args = ['url', '--connector', 'salesforce', '--show', '--json'];
    const ended = await run(args, { env: { ...env, WEBHOOK_TOKENS: `${TOKEN},an-older-one-0123456789` } });
    const url = `${HOST}/webhooks/salesforce/${TOKEN}`;
    expect(JSON.parse(ended.out)).toEqual({ account: 'salesforce', url, complete: true });
    expect(ended.error).toBe('');
  });

  it('reads the secret from its parameter', async () => {
    const ssm = createParameterStoreEmulator();
    ssm.parameters.put({ Name: '/prod/tokens', Value: TOKEN, Type: 'SecureString' });
    const endpoint = (await ssm.listen()).url;
    try {
      const own = { ...env, AWS_ENDPOINT_URL_SSM: endpoint, WEBHOOK_TOKENS_SSM: '/prod/tokens' };
      const ended = await run(['url', '--base-url', 'https://crm.example.com/', '--show'], { env: own });
      expect(ended).toEqual({ code: 0, out: `https://crm.example.com/webhooks/hubspot/${TOKEN}`, error: '' });
    } finally {
      await ssm.close();
    }
  });

  it.each([
    [
      ['url', '--stage', 'test'],
      1,
      /describe jivochat-crm-test: ValidationError: Stack with id .* does not exist.*--stage/,
    ],
    [['url', '--stage', 'dev'], 1, /jivochat-crm-dev has no webhook for hubspot/],
    [['url', '--base-url', 'ftp://x'], 2, /--base-url must be/],
    [['url', '--connector', 'zoho'], 2, /there are hubspot, pipedrive, salesforce/],
    [['url', '--show'], 1, /WEBHOOK_TOKENS is missing.*token new/],
  ])('%j is refused in words', async (args, code, words) => {
    const ended = await run(args, { env });
    expect(ended.error).toMatch(words);
    expect(ended.code).toBe(code);
  });
});
