import { variableOf, type Account } from '../../config/accounts';
import type { Env } from '../../config/env';
import type { Finding } from '../../connectors/admin';
import { wrong } from '../../connectors/shared/findings';
import type { ConnectorDefinition } from '../../connectors/define';
import type { CrmError } from '../../connectors/errors';
import { ConnectionError } from '../../connectors/shared/http/transport';

/** What a person does about each; codes of Node's network layer and of OpenSSL. */
const REMEDIES: readonly [codes: RegExp, remedy: string][] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'the name is not known: correct it, or look at the name server'],
  [
    /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO/,
    'a certificate is not trusted: a proxy in between shows its own; give it with NODE_EXTRA_CA_CERTS',
  ],
  [/./, 'nothing listens there, or a firewall or proxy is in between: open the way to port 443'],
];

/**
 * A host that does not answer says nothing of the key.
 * @returns undefined for an error that is an answer.
 */
export function unreachable(
  error: CrmError,
  account: Account,
  { address: declared, settings }: Pick<ConnectorDefinition, 'address' | 'settings'>,
  env: Env,
): Finding | undefined {
  const { cause, status } = error.details;
  if (!error.retryable || status !== undefined || !(cause instanceof ConnectionError)) return undefined;
  const variable = variableOf(account, declared);
  const address = env[variable]?.trim() || settings.settings[declared]!.shown;
  const host = URL.canParse(address) ? new URL(address).host : address;
  const remedy = REMEDIES.find(([codes]) => codes.test(cause.code))![1];
  return wrong(
    `${error.message}: ${host} cannot be reached; the credential was not even looked at`,
    `Check ${variable} (${address}) and the network of this machine: ${remedy}`,
  );
}
