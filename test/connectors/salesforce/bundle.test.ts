import { statSync } from 'node:fs';
import { join } from 'node:path';
import { toGatewayEvent } from '../../../sandbox/gateway';
import { DIST, unpackBundles } from '../../packaging/bundled';
import { TOKEN, newChat, talk } from '../../e2e/hubspot/world';
import { startSalesforceWorld, type SalesforceWorld } from '../../e2e/salesforce/world';

let world: SalesforceWorld;
let bundles: ReturnType<typeof unpackBundles>;

beforeAll(async () => {
  bundles = unpackBundles();
  world = await startSalesforceWorld();
});
afterAll(async () => {
  await world.close();
  bundles.remove();
});

describe('the built bundle', () => {
  it('takes a whole chat to Salesforce, without undici, XML, CSV and the other CRM, in less than 200 KB', async () => {
    const chat = newChat({ email: 'tom@example.com', name: 'Tom Clifton' });
    const post = (body: unknown) =>
      toGatewayEvent('POST', `/webhooks/salesforce/${TOKEN}`, Buffer.from(JSON.stringify(body)));
    const events = [post(chat.accepted()), post(chat.finished(talk(40)))];
    const { results, loaded } = await bundles.invoke<{ statusCode: number; body: string }>(
      'webhook.js',
      events,
      world.env,
    );
    expect(results.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(JSON.parse(results[0]!.body)).toMatchObject({ contact_info: { name: 'Tom Clifton' } });
    expect(world.salesforce.leads()).toHaveLength(1);
    expect(world.salesforce.tasks()[0]!.fields.Description).toContain('Message 39.');
    expect(loaded.toSorted()).toEqual(['salesforce.js', 'webhook.js', 'words-en.js']);
    expect(statSync(join(DIST, 'salesforce.js')).size).toBeLessThan(200 * 1024);
  });
});
