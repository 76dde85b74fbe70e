import type { Refusal } from '../../../leads/conversation/remarks';
import { notAccepted } from '../../shared/fields/accepted-values';
import type { HubSpotContext } from '../context';
import { CONFLICT, HubSpotResponseError } from '../api/errors';
import type { Contact, Properties } from './record';

export const FURTHER_EMAILS = 'hs_additional_emails';

const NAME = 'further-emails-by-endpoint';
/** What HubSpot does with the property changes by its releases, not by the hour. */
const TTL_MS = 24 * 3_600_000;
/** After one of these the endpoint would say the same. */
const FINAL = ['INVALID_EMAIL', CONFLICT];

/**
 * Sources disagree on whether `hs_additional_emails` can be written: it is said to be read-only, to be ignored, and to
 * work. An account that did not take it once is not asked again for a day.
 * @returns the properties to send.
 */
export async function sendableEmails(
  { memory }: HubSpotContext,
  properties: Properties,
): Promise<Properties> {
  if (!properties[FURTHER_EMAILS] || !(await memory.get(NAME))) return properties;
  const { [FURTHER_EMAILS]: _kept, ...rest } = properties;
  return rest;
}

export interface FurtherEmails {
  /** All of the contact's further addresses, as the property holds them; undefined when nothing is known to have changed. */
  value?: string;
  refused: Refusal[];
}

/**
 * Adds the addresses that the update did not, one by one (HubSpot docs: legacy contacts API, "Update a secondary email
 * address": PUT /contacts/v1/secondary-email/{vid}/email/{email}, which adds one as well).
 * @param wanted the new addresses.
 * @param update the contact as it answered it; the code with which it refused the property, or why it wrote nothing at all.
 */
export async function addFurtherEmails(
  context: HubSpotContext,
  contactId: string,
  wanted: readonly string[],
  { answered, code, locked }: { answered?: Contact; code?: string; locked?: string },
): Promise<FurtherEmails> {
  const held = new Set(listOf(answered?.properties[FURTHER_EMAILS]));
  const missing = wanted.filter((email) => !held.has(email.toLowerCase()));
  if (missing.length === 0) return { refused: [] };
  const final = locked ?? FINAL.find((one) => one === code);
  if (final) return { refused: missing.map((email) => refusal(final, email)) };
  const outcome: FurtherEmails = { refused: [] };
  for (const email of missing) {
    try {
      outcome.value = (await addEmail(context, contactId, email)).join(';');
    } catch (error) {
      if (!(error instanceof HubSpotResponseError) || error.isBusy) throw error;
      outcome.refused.push(refusal(code ?? error.body.category ?? `HTTP ${error.status}`, email));
    }
  }
  await context.memory.put(NAME, true, TTL_MS);
  return outcome;
}

async function addEmail({ api }: HubSpotContext, contactId: string, email: string): Promise<string[]> {
  const path = `/contacts/v1/secondary-email/${contactId}/email/${encodeURIComponent(email)}`;
  const { secondaryEmails } = (await api.put(path)) as {
    secondaryEmails?: unknown;
  };
  return Array.isArray(secondaryEmails) ? secondaryEmails.map(String) : [email];
}

function refusal(code: string, value: string): Refusal {
  return notAccepted('HubSpot', FURTHER_EMAILS, value, code);
}

function listOf(value: string | null | undefined): string[] {
  return (value ?? '').toLowerCase().split(';').filter(Boolean);
}
