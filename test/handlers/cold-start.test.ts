import { toGatewayEvent } from '../../sandbox/gateway';
import { createWebhookHandler, waitedAlready } from '../../handlers/webhook';
import { createDeps } from '../../handlers/deps';
import { TOKEN, newChat, recorder, startWorld, type World } from '../e2e/hubspot/world';

const DEADLINE_MS = 2_400;

let world: World;
beforeEach(async () => {
  world = await startWorld({ env: { REPLY_DEADLINE_MS: String(DEADLINE_MS) } });
});
afterEach(() => world.close());

/** While HubSpot hangs only the deadline ends it. @param waited since API Gateway took the request, milliseconds. */
async function answerWhileHanging(waited: number): Promise<{ statusCode?: number; ms: number }> {
  const deps = createDeps(world.env, { log: recorder([]) });
  const handler = createWebhookHandler(() => deps);
  const body = Buffer.from(JSON.stringify(newChat({ email: `tom${waited}@example.com` }).accepted()));
  const event = toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, body);
  event.requestContext.timeEpoch = Date.now() - waited;
  const began = performance.now();
  const { statusCode } = await handler(event);
  return { statusCode, ms: performance.now() - began };
}

describe('the deadline counts from the moment API Gateway took the request', () => {
  it.each([
    { case: 'a warm instance has all the time', waited: 0, counted: 0 },
    { case: 'what the start took is gone', waited: 1_200, counted: 1_200 },
    { case: 'a clock that is ahead leaves time enough', waited: 60_000, counted: 1_500 },
    { case: 'a clock that is behind takes nothing', waited: -60_000, counted: 0 },
    { case: 'no clock at all takes nothing', waited: NaN, counted: 0 },
  ])('$case', ({ waited, counted }) => {
    const now = 1_800_000_000_000;
    expect(waitedAlready(now - waited, now)).toBe(counted);
  });

  it('who has waited longer is answered first, and nobody before the deadline is near', async () => {
    world.hubspot.faults.add({ kind: 'hang', times: Infinity });
    const order: string[] = [];
    const answered = (name: string, waited: number) =>
      answerWhileHanging(waited).then((answer) => (order.push(name), answer));
    const [warm, cold] = await Promise.all([answered('warm', 0), answered('cold', 1_500)]);
    expect(order).toEqual(['cold', 'warm']);
    expect([warm.statusCode, cold.statusCode]).toEqual([200, 200]);
    expect(warm.ms).toBeGreaterThan(1_700);
  });
});
