import { CrmRefusedError, CrmUnavailableError, type CrmError } from '../../errors';
import {
  SIGN_IN,
  SalesforceResponseError,
  isBusy,
  isLocked,
  isRefusedUnprocessed,
  isSessionOver,
  wordsOf,
} from './errors';
import { limitWait } from './limits';

/** The one place that decides whether trying again can help; undefined for what is no answer of Salesforce. */
export function toCrmError(error: unknown): CrmError | undefined {
  if (!(error instanceof SalesforceResponseError)) return undefined;
  const { operation, status, errors, retryAfterMs } = error;
  const details = { crm: 'Salesforce', operation, status, code: errors[0]?.errorCode, cause: error };
  const words = `HTTP ${status} ${errors.map(wordsOf).join('; ')}`.trim();
  if (isBusy(error)) {
    return new CrmUnavailableError(words, details, {
      retryAfterMs: retryAfterMs ?? limitWait(error),
      outcomeUnknown: !isRefusedUnprocessed(error),
      down: error.status >= 500 && !isLocked(error),
    });
  }
  // A session may end between two requests, and twice in a row.
  const mayPass = isSessionOver(error) && operation !== SIGN_IN;
  return new CrmRefusedError(words, details, remedyFor(error), { mayPass });
}

const REMEDIES: Readonly<Record<string, string>> = {
  REQUIRED_FIELD_MISSING:
    'Give the named field a value with SALESFORCE_REQUIRED_DEFAULTS (<object>.Field__c=value), or make it optional in Salesforce, then replay.',
  FIELD_CUSTOM_VALIDATION_EXCEPTION:
    'Loosen the validation rule for the integration user, or give the field a value with SALESFORCE_REQUIRED_DEFAULTS (<object>.Field__c=value), then replay.',
  DUPLICATES_DETECTED:
    'Let the integration user see the record the duplicate rule found, or loosen the rule, then replay.',
  INSUFFICIENT_ACCESS_OR_READONLY:
    'Give the integration user a permission set that may write this object, then replay.',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY:
    'Give the integration user access to the record and its owner, then replay.',
  INVALID_TYPE: 'Give the integration user a permission set that may read the named object, then replay.',
  INVALID_SESSION_ID:
    'Salesforce does not take the token it has just given: check IP restrictions and API access of the integration user.',
  API_DISABLED_FOR_ORG: 'This edition has no API access: ask Salesforce for it.',
  API_CURRENTLY_DISABLED: 'Give the integration user the permission "API Enabled".',
};
const SIGN_IN_REMEDY =
  'Check SALESFORCE_LOGIN_URL, SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET (or SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY), and that the app is approved for the user, then replay.';

function remedyFor({ operation, errors }: SalesforceResponseError): string {
  if (operation === SIGN_IN) return SIGN_IN_REMEDY;
  const known = errors.map(({ errorCode }) => REMEDIES[errorCode]).find((remedy) => remedy !== undefined);
  if (known) return known.replace('<object>', operation.endsWith(' Task') ? 'Task' : 'Lead');
  return 'Look at the words of Salesforce above, mend the cause, then replay.';
}
