import { toGatewayEvent } from '../../sandbox/gateway';
import { createWebhookHandler } from '../../handlers/webhook';
import { createDeps } from '../../handlers/deps';
import { TOKEN, newChat, recorder, startWorld, type World } from '../e2e/hubspot/world';

const DEADLINE_MS = 2_400;

let world: World;
beforeEach(async () => {
  world = await startWorld({ env: { REPLY_DEADLINE_MS: String(DEADLINE_MS) } });
});
afterEach(() => world.close());

/** Milliseconds to the answer while HubSpot hangs. @param waited since API Gateway took the request. */
async function answerWhileHanging(waited: number): Promise<{ statusCode?: number; ms: number }> {
  const deps = createDeps(world.env, { log: recorder([]) });
  const handler = createWebhookHandler(() => deps);
  world.hubspot.faults.add({ kind: 'hang', times: Infinity });
  const body = Buffer.from(JSON.stringify(newChat({ email: 'tom@example.com' }).accepted()));
  const event = toGatewayEvent('POST', `/webhooks/hubspot/${TOKEN}`, body);
  event.requestContext.timeEpoch = Date.now() - waited;
  const began = performance.now();
  const { statusCode } = await handler(event);
  return { statusCode, ms: performance.now() - began };
}

describe('the deadline counts from the moment API Gateway took the request', () => {
  it.each([
    { case: 'a warm instance has all the time', waited: 0, atLeast: 1_700, atMost: DEADLINE_MS },
    { case: 'what the start took is gone', waited: 1_200, atLeast: 500, atMost: DEADLINE_MS - 1_200 },
    { case: 'a clock that is ahead leaves time enough', waited: 60_000, atLeast: 200, atMost: 900 },
    { case: 'a clock that is behind takes nothing', waited: -60_000, atLeast: 1_700, atMost: DEADLINE_MS },
  ])('$case', async ({ waited, atLeast, atMost }) => {
    const { statusCode, ms } = await answerWhileHanging(waited);
    expect(statusCode).toBe(200);
    expect(ms).toBeGreaterThan(atLeast);
    expect(ms).toBeLessThan(atMost);
  });
});
