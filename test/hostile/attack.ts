import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createLog } from '../../handlers/log';
import { createRetryHandler } from '../../handlers/retry';
import { createWebhookHandler } from '../../handlers/webhook';
import { toGatewayEvent } from '../../sandbox/gateway';
import type { Drained } from '../../sync/worker';
import { TOKEN, newChat, startWorld } from '../e2e/hubspot/world';
import { startPipedriveWorld } from '../e2e/pipedrive/world';
import { startSalesforceWorld } from '../e2e/salesforce/world';
import { Line } from './answers';
import { FIXED_BODIES } from './fixed-bodies';
import { inputAt, TELLTALE } from './inputs';

export type Crm = 'hubspot' | 'pipedrive' | 'salesforce';

export interface Attack {
  crm: Crm;
  seed: number;
  /** The first input, and how many. */
  from: number;
  count: number;
}

const BATCH = 20;
/** What is kept is done or parked within three days of hourly rounds, and some. */
const MOST_ROUNDS = 100;
const HOUR_MS = 3_600_000;
/** Of the processor, for one input; generous: a pattern that grows with the square takes minutes. */
const MOST_CPU_MS = 10_000;
/** An event that holds a worker's own lock or a lease of the live side is due again after it. */
const STATUSES = [200, 400, 404, 405, 413, 503];

type Handlers = ReturnType<typeof handlersOf>;
type World = Awaited<ReturnType<typeof worldOf>>;

/** Inputs through webhook and worker, with an emulated CRM that answers as it likes. @returns what must not have been. */
export async function attack({ crm, seed, from, count }: Attack): Promise<string[]> {
  const line = new Line();
  const world = await worldOf(crm, line);
  const findings: string[] = [];
  const unhandled = (error: unknown) => findings.push(`an unhandled rejection: ${String(error)}`);
  process.on('unhandledRejection', unhandled);
  try {
    const handlers = handlersOf(world);
    for (let at = from; at < from + count; at += BATCH) {
      const until = Math.min(at + BATCH, from + count);
      const written = await withOutput(async () => {
        const found = await attackBatch({ crm, seed, from: at, count: until - at }, world, handlers, line);
        findings.push(...found);
      });
      if (isOfVisitors(at))
        findings.push(...leaks(written).map((leak) => `inputs ${at} to ${until - 1} of ${crm}: ${leak}`));
    }
  } finally {
    process.off('unhandledRejection', unhandled);
    await world.close();
  }
  return findings;
}

/** The fixed bodies name nobody: what a CRM quotes beside one was never written by its visitor, and cannot be known. */
function isOfVisitors(from: number): boolean {
  return from >= FIXED_BODIES.length;
}

async function attackBatch(attack: Attack, world: World, handlers: Handlers, line: Line): Promise<string[]> {
  const { crm, seed, from, count } = attack;
  const findings: string[] = [];
  for (let at = from; at < from + count; at++) {
    const { name, request } = inputAt(crm, at, seed);
    // Every other one meets a CRM that answers well; one in fifty a slow one, which costs real time.
    if (at % 2 === 1) line.attack(seed + at, at % 50 === 1);
    const problem = await sent(handlers, request()).catch((error: unknown) => `threw ${told(error)}`);
    if (problem) findings.push(`input ${at} of ${crm} (${name}): ${problem}`);
    line.mend();
  }
  const batch = `after inputs ${from} to ${from + count - 1} of ${crm}`;
  const problems = [
    ...(await settled(world, handlers, line, seed + from, isOfVisitors(from))),
    ...(await ordinary(world, handlers)),
  ];
  return [...findings, ...problems.map((problem) => `${batch}: ${problem}`)];
}

async function sent({ webhook }: Handlers, event: APIGatewayProxyEventV2): Promise<string | undefined> {
  const before = process.cpuUsage();
  const { statusCode, body } = await webhook(event);
  const { user, system } = process.cpuUsage(before);
  const took = (user + system) / 1_000;
  if (took > MOST_CPU_MS) return `took ${Math.round(took)} ms of the processor`;
  if (!STATUSES.includes(statusCode!)) return `was answered ${statusCode}`;
  const answer = JSON.parse(body!) as unknown;
  if (typeof answer !== 'object' || answer === null) return `was answered ${body!.slice(0, 100)}`;
  const { result } = answer as { result?: unknown };
  return statusCode !== 200 || result === 'ok' || isRefusedLink(event, result) ? undefined : 'has no result';
}

/** A link that leads nowhere is answered in words for the agent who pasted it. */
function isRefusedLink({ body = '', isBase64Encoded }: APIGatewayProxyEventV2, result: unknown): boolean {
  const text = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString();
  return text.includes('chat_assigned') && typeof result === 'string' && /^error: \S/.test(result);
}

/** A round with a hostile CRM, then an hour after the other with a good one: nothing may be left, and nothing told. */
async function settled(
  { clock, store, crm }: World,
  { retry }: Handlers,
  line: Line,
  seed: number,
  hasVisitors = true,
): Promise<string[]> {
  const round = async (): Promise<string | undefined> => {
    clock.offsetMs += HOUR_MS;
    return retry({} as never, { getRemainingTimeInMillis: () => 60_000 }).then(
      (_: Drained) => undefined,
      (error: unknown) => `a round of the worker threw ${told(error)}`,
    );
  };
  line.attack(seed, false);
  const problems = [await round()];
  line.mend();
  for (let n = 0; n < MOST_ROUNDS && (await store.queues.countPending(crm)) > 0; n++)
    problems.push(await round());
  const left = await store.queues.countPending(crm);
  if (left > 0) {
    const due = await store.queues.due({ account: crm, now: Number.MAX_SAFE_INTEGER, limit: 3 });
    problems.push(
      `${left} events are neither done nor parked: ${JSON.stringify(due.map(({ failure }) => failure))}`,
    );
  }
  for (const { key, failure } of await store.queues.parked({ account: crm, limit: 500 })) {
    if (hasVisitors && TELLTALE.test(JSON.stringify(failure)))
      problems.push(`personal text in the list of parked events: ${failure?.message}`);
    await store.queues.drop(key);
  }
  return problems.filter((problem) => problem !== undefined);
}

/** An ordinary event after it all is in the CRM, with its e-mail and a link for the agent. */
async function ordinary(world: World, handlers: Handlers): Promise<string[]> {
  // Whatever pause the CRM's last answers have brought about is over.
  world.clock.offsetMs += HOUR_MS;
  const chat = newChat({ name: 'Orla Dinary', email: `orla.${crypto.randomUUID()}@example.com` });
  const { email } = chat.accepted().visitor;
  const event = toGatewayEvent(
    'POST',
    `/webhooks/${world.crm}/${TOKEN}`,
    Buffer.from(JSON.stringify(chat.accepted())),
  );
  const { statusCode, body } = await handlers.webhook(event);
  const problems = await settled(world, handlers, new Line(), 0);
  if (statusCode !== 200) problems.push(`an ordinary event was answered ${statusCode}`);
  else if (!(JSON.parse(body!) as { crm_link?: string }).crm_link)
    problems.push(`an ordinary event has no link: ${body}`);
  if (!world.emails().includes(String(email))) problems.push('an ordinary event did not reach the CRM');
  return problems;
}

/** Slow answers cost a second of real time each; waiting for the CRM's sake costs none. */
async function worldOf(crm: Crm, line: Line) {
  const options = {
    fetch: line.fetch,
    log: createLog({}),
    env: { REPLY_DEADLINE_MS: '2500', LEAD_CREATION: 'always' },
  };
  const start = { hubspot: startWorld, pipedrive: startPipedriveWorld, salesforce: startSalesforceWorld }[
    crm
  ];
  const world = await start(options);
  const { clock, table } = world;
  const deps = world.deps();
  deps.sleep = (ms) => Promise.resolve(void (clock.offsetMs += ms));
  return {
    crm,
    clock,
    store: table.store,
    deps: () => deps,
    emails(): unknown[] {
      if ('hubspot' in world) return world.hubspot.contacts().map(({ properties }) => properties.email);
      if ('salesforce' in world) return world.salesforce.leads().map(({ fields }) => fields.Email);
      return world.pipedrive.persons().flatMap(({ emails }) => emails.map(({ value }) => value));
    },
    close: () => world.close(),
  };
}

function handlersOf({ deps }: World) {
  return { webhook: createWebhookHandler(deps), retry: createRetryHandler(deps) };
}

/** All that reaches the function's log while `work` goes on. */
async function withOutput(work: () => Promise<void>): Promise<string> {
  const written: string[] = [];
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams) stream.write = (chunk: unknown) => written.push(String(chunk)) > 0;
  try {
    await work();
  } finally {
    streams.forEach((stream, n) => (stream.write = writes[n]!));
  }
  return written.join('');
}

function leaks(written: string): string[] {
  const lines = written.split('\n');
  const personal = lines.filter((line) => TELLTALE.test(line));
  const lost = lines.filter((line) => line.includes('A line of the log is lost'));
  return [
    ...personal.slice(0, 3).map((line) => `personal text in the log: ${line.slice(0, 600)}`),
    ...lost.slice(0, 1).map((line) => `a line of the log is lost: ${line}`),
  ];
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).slice(0, 1_500) : String(error);
}
