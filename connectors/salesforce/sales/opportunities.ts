import type { TitleWish } from '../../connector';
import { namesOf } from '../../../leads/conversation/remarks';
import type { RecordRef } from '../../../leads/record';
import type { DealWish } from '../../../leads/rules/rule';
import { shorten } from '../../../text/plain-text';
import { KEEP_OWNER } from '../api/assignment';
import type { Fields, QueryAnswer, Row } from '../api/client';
import type { SalesforceContext } from '../context';
import { SalesforceResponseError, isAboutTheWrite, isGone, recordGone, wordsOf } from '../api/errors';
import { moment, soql, type Soql } from '../api/soql';
import { writeAccepted } from '../records/accepted-values';
import { mappedFields } from '../records/mapped-fields';
import { isUser } from '../records/owners';
import { defaultsOf } from '../records/record';

export const OPPORTUNITY = 'Opportunity';
/** Salesforce docs: Opportunity, `Name`. */
const MAX_NAME = 120;
/** Where the rule does not say when it is expected to be closed. */
const USUAL_CLOSE_MS = 30 * 24 * 3_600_000;
const REFUSED = 'opportunity-refused';
/** A permission is not granted by the minute; asking every hour finds it soon enough. */
const TTL_MS = 3_600_000;
/** Salesforce's clock may be behind ours. */
const CLOCKS_DIFFER_MS = 60_000;

export interface WantedTitle {
  title: string;
  ownerId: string | undefined;
  wish?: TitleWish;
}

/**
 * Makes the opportunity that a rule wants for a contact, or finds the one that serves. A lead has none: it becomes one when
 * somebody converts it. An org that does not let us loses the opportunity only, with one clear line in the log.
 * @returns it, where what is written of the chat belongs to it as well.
 * @throws SalesforceResponseError when Salesforce is busy: the event is tried again.
 */
export async function saveOpportunity(
  context: SalesforceContext,
  ref: RecordRef,
  wanted: WantedTitle,
): Promise<RecordRef | undefined> {
  const { call, memory } = context;
  const object = wanted.wish?.object;
  if (typeof object !== 'object') return undefined;
  if (ref.type !== 'Contact') {
    call.log.info('A Salesforce lead has no opportunity; a rule wants one', { record: ref.id });
    return undefined;
  }
  if (await memory.get(REFUSED)) return undefined;
  try {
    const id = await opportunityOf(context, ref.id, wanted, object);
    return object.transcript ? { type: OPPORTUNITY, id } : undefined;
  } catch (error) {
    if (!(error instanceof SalesforceResponseError)) throw error;
    if (isGone(error) && error.errors.some(({ errorCode }) => errorCode === 'ENTITY_IS_DELETED'))
      throw recordGone(error);
    if (error.status !== 404 && !isAboutTheWrite(error)) throw error;
    call.log.warn('Salesforce refused the opportunity of a rule; the contact is saved without it', {
      words: error.errors.map(wordsOf),
      remedy:
        'Let the integration user create opportunities, name a stage the org has, and fill what it demands by SALESFORCE_REQUIRED_DEFAULTS=Opportunity.Field__c=value',
    });
    if (!isAboutAValue(error)) await memory.put(REFUSED, true, TTL_MS);
    return undefined;
  }
}

/** One bad value is about this one; a permission about all of them. */
function isAboutAValue(error: SalesforceResponseError): boolean {
  return error.status === 400 && !error.has('INVALID_TYPE', 'INSUFFICIENT_ACCESS_OR_READONLY');
}

async function opportunityOf(
  context: SalesforceContext,
  contactId: string,
  wanted: WantedTitle,
  wish: DealWish,
): Promise<string> {
  const name = shorten(wanted.title, MAX_NAME);
  const { accountId, there, untied } = await lookAround(context, contactId, name, wanted.wish?.since, wish);
  if (there) return there;
  if (untied) {
    await tie(context, untied, contactId);
    return untied;
  }
  const { api, settings, call, now } = context;
  const { ownerId } = wanted;
  const mapped = await mappedFields(context, 'deal', wanted.wish?.mapped);
  const fields: Fields = {
    ...defaultsOf(settings, OPPORTUNITY),
    ...mapped.fields,
    Name: name,
    StageName: wish.stage,
    CloseDate: new Date(now() + (wish.closeMs ?? USUAL_CLOSE_MS)).toISOString().slice(0, 10),
    ContactId: contactId,
    ...(accountId && { AccountId: accountId }),
    ...(ownerId && isUser(ownerId) && { OwnerId: ownerId }),
  };
  const { written, accepted, refused } = await writeAccepted({
    fields,
    write: (sent) => api.create(OPPORTUNITY, sent, KEEP_OWNER),
  });
  if (refused.length + mapped.dropped.length > 0) {
    wanted.wish?.onRefused?.([...mapped.dropped, ...refused]);
    call.log.warn('Salesforce refused values of an opportunity; it is saved without them', {
      fields: namesOf(refused),
      unconverted: namesOf(mapped.dropped),
    });
  }
  // Where the field is hidden from us the role is made by itself.
  if (accepted.ContactId === undefined) await tie(context, written!, contactId);
  return written!;
}

async function tie({ api }: SalesforceContext, id: string, contactId: string): Promise<void> {
  await api.create('OpportunityContactRole', { OpportunityId: id, ContactId: contactId, IsPrimary: true });
}

interface Surroundings {
  accountId?: string;
  /** The opportunity that serves. */
  there?: string;
  /** Made by an attempt that was cut off before it was the contact's. */
  untied?: string;
}

/** All that has to be known before, in one request. @throws SalesforceResponseError when it may not be known. */
async function lookAround(
  { api, call: { inDoubt } }: SalesforceContext,
  contactId: string,
  name: string,
  since: number | undefined,
  { open }: DealWish,
): Promise<Surroundings> {
  const ofContact = soql`Id IN (SELECT OpportunityId FROM OpportunityContactRole WHERE ContactId = ${contactId})`;
  const made = soql`Name = ${name} AND CreatedDate >= ${moment((since ?? 0) - CLOCKS_DIFFER_MS)}`;
  const queries: Record<string, Soql> = {
    contact: soql`SELECT AccountId FROM Contact WHERE Id = ${contactId}`,
    ...(open === 'reuse' && {
      open: soql`SELECT Id FROM Opportunity WHERE ${ofContact} AND IsClosed = false ORDER BY CreatedDate DESC LIMIT 1`,
    }),
    ...(inDoubt && {
      made: soql`SELECT Id FROM Opportunity WHERE ${made} ORDER BY CreatedDate DESC LIMIT 20`,
      roles: soql`SELECT OpportunityId, ContactId FROM OpportunityContactRole WHERE OpportunityId IN (SELECT Id FROM Opportunity WHERE ${made}) LIMIT 200`,
    }),
  };
  const answers = await api.queries(queries);
  const [contact] = allowed(answers.contact);
  const accountId = textOf(contact?.AccountId);
  const [reusable] = rowsOf(answers.open);
  const roles = rowsOf(answers.roles);
  const ids = rowsOf(answers.made).flatMap(({ Id }) => textOf(Id) ?? []);
  const contactsOf = (id: string) =>
    roles.filter(({ OpportunityId }) => OpportunityId === id).map(({ ContactId }) => ContactId);
  return {
    accountId,
    there: textOf(reusable?.Id) ?? ids.find((id) => contactsOf(id).includes(contactId)),
    untied: ids.find((id) => contactsOf(id).length === 0),
  };
}

function rowsOf(answer: QueryAnswer | undefined): readonly Row[] {
  if (answer instanceof SalesforceResponseError) throw answer;
  return answer ?? [];
}

/** The account of a contact may be hidden from us; the opportunity does without. */
function allowed(answer: QueryAnswer | undefined): readonly Row[] {
  const isHiddenField = answer instanceof SalesforceResponseError && answer.has('INVALID_FIELD');
  return isHiddenField ? [] : rowsOf(answer);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
