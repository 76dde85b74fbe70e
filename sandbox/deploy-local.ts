import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import type { EmulatedAws } from '../emulators/aws';
import { dashboardFigures } from '../emulators/aws/cloudwatch/dashboard';
import { playSampleChat } from './sample-chat/sample-chat';
import { defaultAccount } from '../config/accounts';
import { CONNECTOR_NAMES, loadDefinition } from '../connectors/registry';
import { prepareDeployment } from './deployment/prepare-deployment';
import { startEmulation } from './emulation';
import { repeatUntil, stopSignal } from './until-stopped';

const STAGE = 'prod';
const STACK = `jivochat-crm-${STAGE}`;
const TICK_MS = 1_000;
const LOG_LINES = 8;
/** So long an alarm over the worker's schedule waits for its first runs. */
const SETTLED_MINUTES = 6;

/**
 * `npm run deploy:local`: the deployment of docs/deploy.md, with the real `serverless` command, on an emulated AWS and the
 * emulated CRM that the registry names first; then a chat, and what it left behind. `--once` ends there.
 */
async function deployLocal(): Promise<void> {
  const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
  const began = Date.now();
  const home = mkdtempSync(join(tmpdir(), 'deploy-local-'));
  const account = defaultAccount(CONNECTOR_NAMES[0]!);
  const definition = await loadDefinition(account.crm);
  const crm = await startEmulation(account, definition, join(home, 'crm.json'), {});
  const token = randomBytes(24).toString('hex');
  const port = Number(process.env.PORT ?? 4566);
  const { aws, deployment } = await prepareDeployment(definition, crm, { stage: STAGE, token, port });
  const { account: cloud } = aws;
  const { label } = definition;
  step(
    `An empty AWS account at ${aws.url}, an emulated ${label} at ${crm.url}. The secrets go into Parameter Store.`,
  );
  step(`serverless deploy --stage ${STAGE}`);
  const { code, output } = await deployment.serverless('deploy', '--stage', STAGE);
  console.log(output.trim());
  if (code !== 0)
    throw new Error(
      `the deployment failed; the emulator does not know: ${aws.unknown.join('; ') || 'nothing'}`,
    );
  const outputs = new Map(cloud.stacks.get(STACK).outputs.map(({ key, value }) => [key, value]));
  const url = `${aws.url}/_api/${outputs.get('HttpApiId')}/webhooks/${account.name}/${token}`;
  step('The URL for JivoChat would be');
  console.log(
    `  ${outputs.get(`WebhookUrl${label}`)?.replace('<token>', token)}\n\nand is, on this machine,\n`,
  );
  console.log(`  ${styleText('cyan', url)}\n`);
  await playSampleChat(url, crm);
  await cloud.forward(SETTLED_MINUTES);
  report(aws, began);
  console.log(`\nFrom nothing to the first lead: ${Math.round((Date.now() - began) / 1000)} s.`);
  if (!values.once) await untilStopped(aws, url);
  deployment.remove();
  await aws.close();
  await crm.close();
  rmSync(home, { recursive: true });
}

function step(text: string): void {
  console.log(styleText('bold', `\n${text}\n`));
}

function report({ account, unknown }: EmulatedAws, began: number): void {
  step(`The log of the webhook (/aws/lambda/${STACK}-webhook), the last lines`);
  const { events } = account.logs.get(`/aws/lambda/${STACK}-webhook`);
  for (const { message } of events.slice(-LOG_LINES)) console.log(`  ${message.slice(0, 160)}`);
  step(`The dashboard ${STACK}`);
  const figures = dashboardFigures(account.dashboards.get(STACK)!, account, began, account.place.clock.now());
  for (const { widget, label, value } of figures) {
    if (value !== undefined) console.log(`  ${widget}: ${label} ${Math.round(value)}`);
  }
  step('Alarms');
  for (const { properties, state } of account.alarms.all())
    console.log(`  ${state.padEnd(18)}${properties.AlarmName}`);
  if (unknown.length > 0) console.log(`\nAsked for and not emulated: ${unknown.join('; ')}`);
}

/** The schedule and the alarms go on by the clock. */
async function untilStopped({ account }: EmulatedAws, webhook: string): Promise<void> {
  console.log('\nGoes on until Ctrl+C. Try it:\n');
  console.log(
    `  curl -sS -H 'content-type: application/json' -d @sandbox/events/chat_accepted.json ${webhook}`,
  );
  await repeatUntil(stopSignal(), TICK_MS, () => account.tick());
}

void deployLocal();
