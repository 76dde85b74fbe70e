import type { Account } from '../../config/accounts';
import type { Env } from '../../config/env';
import { leadSourceOf } from '../../config/settings';
import { createTransport } from '../../connectors/shared/http/transport';
import { loadAdmin } from '../../connectors/registry';
import { CrmRefusedError, isCrmError } from '../../connectors/errors';
import { StartError } from '../options';

/** A person waits for the start; what a CRM has not said by then shows with the first event. */
const TIMEOUT_MS = 10_000;

/**
 * Asks a real account, before the first chat does, whether it takes the credential.
 * @returns what else is not right yet, a line each.
 * @throws StartError when the CRM refuses the credential.
 */
export async function checkAccount(account: Account, env: Env): Promise<string[]> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const admin = await loadAdmin({
      account,
      env,
      fetch: createTransport(),
      now: Date.now,
      leadSource: leadSourceOf(env),
      signal,
    });
    const findings = await admin.check({ logins: [] });
    const refused = findings.find(({ credential }) => credential);
    if (refused) throw new StartError(`${refused.what}. ${refused.remedy}`);
    return findings.filter(({ level }) => level === 'wrong').map(({ what, remedy }) => `${what} → ${remedy}`);
  } catch (error) {
    if (error instanceof CrmRefusedError && isCredential(error)) {
      throw new StartError(`${error.message}. ${error.remedy}`);
    }
    if (isCrmError(error)) return [error.message];
    if (signal.aborted) return [`the account did not answer within ${TIMEOUT_MS / 1000} s`];
    throw error;
  }
}

/** OAuth 2.0 answers 400 or 401 to a client it does not know (RFC 6749, 5.2). */
function isCredential({ details }: CrmRefusedError): boolean {
  return details.status === 400 || details.status === 401;
}
