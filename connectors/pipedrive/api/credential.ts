import type { ConnectorDeps, Memory } from '../../connector';
import { CrmRefusedError } from '../../errors';
import { TOKEN_REQUEST, refreshedToken } from '../../shared/http/refresh-token';
import type { Credential } from '../../shared/http/send';
import type { PipedriveSettings } from '../definition';
import { PipedriveResponseError } from './errors';

/** Pipedrive docs: OAuth authorization: a refresh token ends when it was not used for 60 days. */
const UNUSED_MS = 60 * 24 * 3_600_000;

/** The personal token, or an access token of a private app. */
export function credentialOf(
  { apiToken, oauthUrl, clientId = '', clientSecret = '', refreshToken = '' }: PipedriveSettings,
  deps: Pick<ConnectorDeps, 'fetch' | 'now'> & { memory?: Memory },
): Credential {
  if (apiToken) return { headers: () => Promise.resolve({ 'x-api-token': apiToken }) };
  const remedy =
    'Install the private app anew and set PIPEDRIVE_REFRESH_TOKEN; check PIPEDRIVE_CLIENT_ID and PIPEDRIVE_CLIENT_SECRET.';
  const app = { crm: 'Pipedrive', url: `${oauthUrl}/oauth/token`, clientId, clientSecret, refreshToken };
  return refreshedToken({ ...app, unusedMs: UNUSED_MS, remedy }, deps);
}

/** Whether an error says that Pipedrive does not know what the settings prove themselves with. */
export function isUnknownCredential(error: unknown): boolean {
  if (error instanceof PipedriveResponseError) return error.status === 401;
  return error instanceof CrmRefusedError && error.details.operation === TOKEN_REQUEST;
}
