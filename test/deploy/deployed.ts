import { randomBytes } from 'node:crypto';
import deployerPolicy from '../../deploy/deployer-policy.json';
import { startAws, type AwsOptions, type PolicyDocument } from '../../emulators/aws';
import { Deployment } from '../../sandbox/deployment/deployment';
import { createHubSpotEmulator, SANDBOX_TOKEN } from '../../emulators/hubspot';
import { defineJivoChatProperties } from '../../emulators/hubspot/jivochat-properties';
import { EVERYDAY, MAIL } from '../packaging/packages';
import type { Reply } from '../../jivochat/reply';

/** What docs/deploy.md gives to whoever deploys. */
export const DEPLOYER = deployerPolicy as PolicyDocument;
export const TOKEN = randomBytes(24).toString('hex');

export interface DeployedOptions extends AwsOptions {
  /** What whoever deploys may do; default: what docs/deploy.md says. */
  policy?: PolicyDocument;
}

/** An empty account, a HubSpot account, and the folder from which the service is deployed. Nothing is deployed yet. */
export async function emptyAccount({ policy = DEPLOYER, ...options }: DeployedOptions = {}) {
  const clock = { now: () => Date.now() };
  const hubspot = createHubSpotEmulator({ now: () => clock.now() });
  defineJivoChatProperties(hubspot);
  const crm = await hubspot.listen();
  const aws = await startAws({ hosts: { 'https://api.hubapi.com': crm.url }, ...options });
  const { account } = aws;
  clock.now = () => account.place.clock.now();
  const deployment = new Deployment(aws, account.identities.addUser('deployer', policy));

  const world = {
    aws,
    account,
    hubspot,
    deployment,
    /** Where the stories' stage stands in CloudFormation. */
    stack: (stage = 'prod') => account.stacks.get(`jivochat-crm-${stage}`),
    output(key: string, stage = 'prod'): string {
      const found = world.stack(stage).outputs.find((one) => one.key === key);
      if (!found) throw new Error(`the stack of ${stage} has no output ${key}`);
      return found.value;
    },
    putSecrets(stage = 'prod', token = TOKEN): void {
      const put = (name: string, Value: string) =>
        account.parameters.put({
          Name: `/jivochat-crm/${stage}/${name}`,
          Value,
          Type: 'SecureString',
          Overwrite: true,
        });
      put('webhook-tokens', token);
      put('hubspot-access-token', SANDBOX_TOKEN);
    },
    /** `serverless deploy` with these settings in `.env.<stage>`. */
    deploy(stage = 'prod', settings: Record<string, string> = {}) {
      deployment.configure(stage, { ...EVERYDAY, ...settings });
      return deployment.serverless('deploy', '--stage', stage);
    },
    /** As JivoChat does it, at the URL the stack has put out. */
    async post(event: unknown, { token = TOKEN, stage = 'prod', body = JSON.stringify(event) } = {}) {
      const url = world.output('WebhookUrlHubSpot', stage).replace('<token>', token);
      const { pathname, host } = new URL(url);
      const response = await fetch(`${aws.url}/_api/${host.split('.')[0]}${pathname}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const text = await response.text();
      return {
        status: response.status,
        reply: (text ? JSON.parse(text) : {}) as Reply & { message?: string },
      };
    },
    alarm: (name: string, stage = 'prod') => account.alarms.get(`jivochat-crm-${stage}-${name}`),
    /** Mails about alarms since the last look, without the one that asks to be confirmed. */
    mails() {
      return account.topics.mails.splice(0).filter(({ subject }) => !subject.includes('Subscription'));
    },
    logLines(name: 'webhook' | 'retry', stage = 'prod'): string {
      const { events } = account.logs.get(`/aws/lambda/jivochat-crm-${stage}-${name}`);
      return events.map(({ message }) => message).join('\n');
    },
    async close() {
      deployment.remove();
      await aws.close();
      await crm.close();
    },
  };
  return world;
}

export type DeployedWorld = Awaited<ReturnType<typeof emptyAccount>>;

/** The same, after a first deployment that went well; the alarms' mail address is confirmed. */
export async function deployed(options: DeployedOptions & { settings?: Record<string, string> } = {}) {
  const { settings, ...others } = options;
  const world = await emptyAccount(others);
  world.putSecrets();
  const { code, output } = await world.deploy('prod', settings);
  if (code !== 0) throw new Error(`${output}\nnot emulated: ${world.aws.unknown.join('; ')}`);
  world.account.topics.confirm(MAIL);
  return world;
}
