import type { Finding } from '../admin';
import type { CrmError } from '../errors';

/** Leads are lost, late or incomplete. */
export const wrong = (what: string, remedy: string): Finding => ({ level: 'wrong', what, remedy });

/** It works, and could work better. */
export const hint = (what: string, remedy: string): Finding => ({ level: 'hint', what, remedy });

/** An administrator's request, whose refusal is told in the CRM's words and with a remedy. */
export async function inCrmErrors<T>(
  toCrmError: (error: unknown) => CrmError | undefined,
  work: Promise<T>,
): Promise<T> {
  return work.catch((error: unknown) => {
    throw toCrmError(error) ?? error;
  });
}
