import { CrmRefusedError, CrmUnavailableError, type CrmError } from '../../errors';
import { withoutPersonalData } from '../../shared/http/redaction';
import { PipedriveResponseError, isBusy, isDaySpent, isUnprocessed, refusedField } from './errors';
import { DAILY_PAUSE_MS } from './limits';

/** The one place that decides whether trying again can help; undefined for what is no answer of Pipedrive. */
export function toCrmError(error: unknown): CrmError | undefined {
  if (!(error instanceof PipedriveResponseError)) return undefined;
  const { status, operation, code } = error;
  const details = { crm: 'Pipedrive', operation, status, code, cause: error };
  const words = `HTTP ${status} ${wordsOf(error)}`.trim();
  if (isBusy(error)) {
    return new CrmUnavailableError(words, details, {
      retryAfterMs: error.retryAfterMs ?? (isDaySpent(error) ? DAILY_PAUSE_MS : undefined),
      outcomeUnknown: !isUnprocessed(error),
      down: status >= 500,
    });
  }
  return new CrmRefusedError(words, details, remedyFor(error));
}

function remedyFor({ status, code }: PipedriveResponseError): string {
  if (status === 401) return 'Check PIPEDRIVE_API_TOKEN: the token is wrong, or a newer one took its place.';
  if (status === 402)
    return 'The company’s Pipedrive account is not open: a trial ended or a payment is missing.';
  if (code?.startsWith('feature_capping'))
    return 'The plan’s limit is reached: make room or upgrade, then replay.';
  if (status === 403)
    return 'Give the token’s user the rights named above (Manage users → Permissions), then replay.';
  return 'Look at the words of Pipedrive above, mend the cause, then replay.';
}

/** Pipedrive's words without the values in them. */
function wordsOf(error: PipedriveResponseError): string {
  const field = refusedField(error);
  if (field) return `${field.name}: ${withoutPersonalData(field.words).slice(0, 200)}`;
  return [error.code, withoutPersonalData(error.words).slice(0, 300)].filter(Boolean).join(': ');
}
