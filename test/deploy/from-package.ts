import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVERYDAY, MAIL, packageOnce } from '../packaging/packages';
import { emptyAccount, DEPLOYER, type DeployedOptions, type DeployedWorld } from './deployed';

export interface Template {
  Resources: Record<string, { Type: string; Properties: Record<string, any>; DependsOn?: unknown }>; // eslint-disable-line @typescript-eslint/no-explicit-any
  Outputs: Record<string, { Value: unknown }>;
  Conditions: Record<string, unknown>;
}

/** What `serverless package` made, to be deployed again and again with something wrong in it. */
export interface Package {
  template: () => Template;
  /** The first, small template: the bucket. */
  first: string;
  zips: Record<string, Buffer>;
  /** Where in the bucket the zips belong. */
  prefix: string;
}

export async function packaged(): Promise<Package> {
  const folder = await packageOnce('prod', EVERYDAY);
  const read = (name: string) => readFileSync(join(folder, name));
  const text = read('cloudformation-template-update-stack.json').toString();
  return {
    template: () => JSON.parse(text) as Template,
    first: read('cloudformation-template-create-stack.json').toString(),
    zips: { 'webhook.zip': read('webhook.zip'), 'retry.zip': read('retry.zip') },
    prefix: prefixIn(text),
  };
}

/** The artefacts of the last release, as `npm run release` left them. */
const RELEASED = join(__dirname, 'released');

/** What the last release consists of. */
export function released(first: string): Package {
  const read = (name: string) => readFileSync(join(RELEASED, name));
  const text = read('template.json').toString();
  return {
    template: () => JSON.parse(text) as Template,
    first,
    zips: { 'webhook.zip': read('webhook.zip'), 'retry.zip': read('retry.zip') },
    prefix: prefixIn(text),
  };
}

/** Where in the bucket a template looks for the zips. */
const prefixIn = (template: string) => /"S3Key": ?"([^"]+\/)webhook\.zip"/.exec(template)?.[1] ?? '';

/** The three calls that `serverless deploy` makes of it, without the command. */
export async function deployPackage(
  { template, first, zips, prefix }: Package,
  spoil: (template: Template) => void,
  { policy = DEPLOYER }: Pick<DeployedOptions, 'policy'> = {},
) {
  const world = await emptyAccount();
  world.putSecrets();
  const { account } = world;
  const { accessKeyId } = account.identities.addUser('packager', policy);
  const caller = account.identities.caller(accessKeyId);
  const stack = account.stacks.create('jivochat-crm-prod', first, caller, 'DELETE');
  await stack.settled;
  const made = stack.resources.get('ServerlessDeploymentBucket');
  if (!made) return { world, refused: stack.reason };
  const bucket = account.buckets.get(made.id);
  for (const [name, zip] of Object.entries(zips)) {
    account.buckets.put(bucket, prefix + name, zip, {}, account.place.clock.now());
  }
  const spoilt = template();
  spoil(spoilt);
  let refused: string | undefined;
  try {
    account.stacks.update('jivochat-crm-prod', JSON.stringify(spoilt), caller);
  } catch (error) {
    refused = (error as Error).message;
  }
  await stack.settled;
  account.topics.confirm(MAIL);
  return { world, refused };
}

export type { DeployedWorld };
