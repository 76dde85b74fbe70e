import { createWebhookHandler } from '../../handlers/webhook';
import { isValidToken, parsePath } from '../../handlers/gate';
import { toGatewayEvent } from '../../sandbox/gateway';
import { TOKEN, newChat, startWorld, type World } from '../e2e/hubspot/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

async function post(path: string, body: string | Buffer, method = 'POST', env = {}) {
  const { createDeps } = await import('../../handlers/deps');
  const handler = createWebhookHandler(() => createDeps({ ...world.env, ...env }));
  const {
    statusCode,
    body: answer,
    headers,
  } = await handler(toGatewayEvent(method, path, Buffer.from(body)));
  return { status: statusCode, answer: JSON.parse(answer!) as { result?: string }, headers };
}

const url = `/webhooks/hubspot/${TOKEN}`;
const event = () => JSON.stringify(newChat().accepted());

describe('the gate', () => {
  it.each([
    ['a wrong secret', '/webhooks/hubspot/wrong', 404],
    ['no secret', '/webhooks/hubspot/', 404],
    ['an unknown connector', `/webhooks/zoho/${TOKEN}`, 404],
    ['a name that is no connector’s but every object’s', `/webhooks/constructor/${TOKEN}`, 404],
    ['another path', '/', 404],
    ['a stage before the path', `/prod${url}`, 200],
  ])('%s: %s -> %i', async (_case, path, status) => {
    expect((await post(path, event())).status).toBe(status);
  });

  it('answers a wrong secret and a wrong connector alike', async () => {
    const [secret, connector] = [
      await post('/webhooks/hubspot/wrong', ''),
      await post(`/webhooks/x/${TOKEN}`, ''),
    ];
    expect(secret.answer).toEqual(connector.answer);
  });

  it.each([
    ['no JSON', 'hello', 400, /^error: /],
    ['broken JSON', '{"event_name":', 400, /^error: /],
    ['an empty body', '', 400, /^error: /],
    ['an array', '[]', 400, /^error: /],
    ['a text', '"chat_accepted"', 400, /^error: /],
    ['null', 'null', 400, /^error: /],
    ['no event_name', '{"chat_id":1}', 400, /event_name/],
    ['an unknown event', '{"event_name":"deal_created"}', 200, /^ok$/],
    ['JivoChat’s own CRM', '{"event_type":"task_updated"}', 200, /^ok$/],
    ['more than 1 MB', `{"event_name":"x","y":"${'z'.repeat(1_048_576)}"}`, 413, /^error: /],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 400, /^error: /],
  ])('%s', async (_case, body, status, result) => {
    const answered = await post(url, body);
    expect(answered.status).toBe(status);
    expect(answered.answer.result).toMatch(result);
  });

  it('takes POST only', async () => {
    const { status, headers } = await post(url, '', 'GET');
    expect(status).toBe(405);
    expect(headers).toMatchObject({ allow: 'POST' });
  });

  it('refuses everything while no secret is configured', async () => {
    expect((await post('/webhooks/hubspot/', event(), 'POST', { WEBHOOK_TOKENS: '' })).status).toBe(404);
    expect((await post(url, event(), 'POST', { WEBHOOK_TOKENS: '' })).status).toBe(404);
  });

  it('takes the old and the new secret while one is being rotated', async () => {
    const env = { WEBHOOK_TOKENS: `a-new-token-of-the-team, ${TOKEN}` };
    expect((await post(url, event(), 'POST', env)).status).toBe(200);
    expect((await post('/webhooks/hubspot/a-new-token-of-the-team', event(), 'POST', env)).status).toBe(200);
  });

  it('says that it is not configured without saying more', async () => {
    const { status, answer } = await post(url, event(), 'POST', { HUBSPOT_ACCESS_TOKEN: '' });
    expect(status).toBe(500);
    expect(answer.result).toMatch(/not configured/);
    expect(JSON.stringify(answer)).not.toContain('HUBSPOT');
  });
});

describe('isValidToken', () => {
  it.each([
    ['abc', ['abc'], true],
    ['abc', ['x', 'abc'], true],
    ['abc', ['abcd'], false],
    ['', [''], true],
    ['', [], false],
  ])('%s of %j: %s', (given, tokens, valid) => expect(isValidToken(given, tokens)).toBe(valid));
});

describe('parsePath', () => {
  it('keeps the secret as it is', () => {
    expect(parsePath('/webhooks/hubspot/a%2Fb')).toEqual({ account: 'hubspot', token: 'a%2Fb' });
  });
});
