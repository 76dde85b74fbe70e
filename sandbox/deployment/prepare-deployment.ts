import deployerPolicy from '../../deploy/deployer-policy.json';
import type { ConnectorDefinition } from '../../connectors/define';
import { startAws, type PolicyDocument } from '../../emulators/aws';
import type { SandboxCrm } from '../../emulators/sandbox-crm';
import { Deployment } from './deployment';

interface Prepared {
  stage: string;
  /** Of the webhook's URL. */
  token: string;
  /** Of the emulated AWS; default: a free one. */
  port?: number;
  /** For `.env.<stage>`, beside the CRM's own. */
  settings?: Readonly<Record<string, string>>;
}

/**
 * An empty AWS account on this machine, and in it what a deployment for an emulated CRM needs beforehand: the secrets in
 * Parameter Store, the settings in `.env.<stage>`. The CRM's own host leads to the emulation.
 */
export async function prepareDeployment(
  { settings: { settings: declared }, address }: ConnectorDefinition,
  crm: Pick<SandboxCrm, 'url' | 'env'>,
  { stage, token, port, settings }: Prepared,
) {
  const aws = await startAws({ port, hosts: { [declared[address]!.shown]: crm.url } });
  const { identities, parameters } = aws.account;
  const given = Object.entries(crm.env);
  const secrets = given.filter(([name]) => declared[name]?.reach === 'secret');
  for (const [name, Value] of [...secrets, ['WEBHOOK_TOKENS', token] as const]) {
    const Name = `/jivochat-crm/${stage}/${name.toLowerCase().replaceAll('_', '-')}`;
    parameters.put({ Name, Value, Type: 'SecureString' });
  }
  const deployment = new Deployment(aws, identities.addUser('you', deployerPolicy as PolicyDocument));
  const deployed = Object.fromEntries(given.filter(([name]) => declared[name]?.reach === 'deployed'));
  deployment.configure(stage, { ...deployed, ...settings });
  return { aws, deployment };
}
