import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Env } from '../../config/env';
import { toGatewayEvent } from '../../sandbox/gateway';
import { LocalLambda } from '../../emulators/aws/lambda/local-lambda';
import { packageService } from '../../sandbox/deployment/package-service';
import { unzip } from '../../emulators/aws/lambda/unzip';
import { CRM } from './crm';
import { sampleBody } from './events';
import { inTurn, median, medians } from './load';

const RUNS = 9;
const WARM_EVENTS = 20;

export interface Start {
  name: string;
  /** Medians, milliseconds: process start to the first question for work; the first and a later reply. */
  initMs: number;
  firstReplyMs: number;
  laterReplyMs: number;
  /** Processor time of start and first reply, and of a later event, milliseconds. */
  startCpuMs: number;
  eventCpuMs: number;
  /** Largest resident memory of all runs, megabytes. */
  peakMb: number;
}

/** The service packaged and unpacked as Lambda does it. */
export async function unpackedArtefact() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  await packageService('prod', folder);
  const taskRoot = join(folder, 'task');
  const emptyRoot = join(folder, 'empty');
  unzip(join(folder, 'webhook.zip'), taskRoot);
  mkdirSync(emptyRoot);
  cpSync(join(__dirname, 'baselines/empty-handler.cjs'), join(emptyRoot, 'handler.cjs'));
  return { taskRoot, emptyRoot, remove: () => rmSync(folder, { recursive: true }) };
}

/** Starts the unzipped webhook and an empty handler on AWS' runtime client, in turn, each time a new process. */
export async function measureStarts(env: Env, token: string): Promise<Start[]> {
  const { taskRoot, emptyRoot, remove } = await unpackedArtefact();
  const candidates = {
    'an empty handler': { taskRoot: emptyRoot, handler: 'handler.handler' },
    'jivochat-crm, webhook.zip': { taskRoot, handler: 'dist/webhook.handler' },
  };
  const starts = await inTurn(candidates, { rounds: RUNS }, async (candidate, run) => {
    const lambda = new LocalLambda({ ...candidate, env });
    const start = await measureOne(lambda, run, token);
    await lambda.close();
    return start;
  });
  remove();
  return starts.map(({ name, samples }) => ({
    name,
    ...medians(samples),
    peakMb: Math.max(...samples.map(({ peakMb }) => peakMb)),
  }));
}

async function measureOne(lambda: LocalLambda, run: number, token: string): Promise<Omit<Start, 'name'>> {
  const event = (n: number) =>
    toGatewayEvent('POST', `/webhooks/${CRM}/${token}`, sampleBody('chat_accepted', 1_000 + run * 100 + n));
  const first = await lambda.invoke(event(0));
  if ('error' in first.answer) throw new Error(first.answer.error.errorMessage);
  const startCpuMs = lambda.cpuMs();
  const later: number[] = [];
  for (let n = 1; n <= WARM_EVENTS; n++) later.push((await lambda.invoke(event(n))).durationMs);
  return {
    initMs: first.initMs!,
    firstReplyMs: first.durationMs,
    laterReplyMs: median(later),
    startCpuMs,
    eventCpuMs: (lambda.cpuMs() - startCpuMs) / WARM_EVENTS,
    peakMb: lambda.peakMemory / 1024 / 1024,
  };
}
