import { CrmRefusedError, CrmUnavailableError, type CrmError } from '../../errors';
import { withoutPersonalData } from '../../shared/http/redaction';
import {
  HubSpotResponseError,
  MIGRATING,
  isBusy,
  isRefusedUnprocessed,
  refusedProperties,
  requiredScopes,
} from './errors';
import { DAILY_PAUSE_MS } from './limits';

/** The one place that decides whether trying again can help; undefined for what is no answer of HubSpot. */
export function toCrmError(error: unknown): CrmError | undefined {
  if (!(error instanceof HubSpotResponseError)) return undefined;
  const { status, body, operation } = error;
  const details = {
    crm: 'HubSpot',
    operation,
    status,
    code: body.category,
    correlationId: body.correlationId,
    cause: error,
  };
  const words = `HTTP ${status} ${wordsOf(error)}`.trim();
  if (isBusy(status)) {
    return new CrmUnavailableError(words, details, {
      retryAfterMs: error.retryAfterMs ?? (body.policyName === 'DAILY' ? DAILY_PAUSE_MS : undefined),
      outcomeUnknown: !isRefusedUnprocessed(status),
      down: status >= 500 || status === MIGRATING,
    });
  }
  return new CrmRefusedError(words, details, remedyFor(status));
}

function remedyFor(status: number): string {
  if (status === 401) return 'Check HUBSPOT_ACCESS_TOKEN: the token is wrong, expired or revoked.';
  if (status === 403) return 'Grant the scopes named above to the service key or private app, then replay.';
  if (status === 400)
    return 'Make the named property optional or give it a valid value in HubSpot, then replay.';
  return 'Look at the words of HubSpot above, mend the cause, then replay.';
}

/** HubSpot's words without the values in them: a validation message quotes what the visitor typed. */
function wordsOf(error: HubSpotResponseError): string {
  const refused = refusedProperties(error);
  if (refused.length > 0) return refused.map(({ name, code }) => `${name}: ${code}`).join(', ');
  const scopes = error.status === 403 ? requiredScopes(error) : [];
  const words = [error.body.category, withoutPersonalData(error.body.message ?? '').slice(0, 300)];
  return [...words, scopes.length > 0 && `needs ${scopes.join(' or ')}`].filter(Boolean).join(': ');
}
