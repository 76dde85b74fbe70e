import type { RecordRef } from '../../../leads/record';
import type { DealWish } from '../../../leads/rules/rule';
import { isSameVisitor } from '../../../leads/title';
import { shorten } from '../../../text/plain-text';
import { madeSince, saveTitleObject, type WantedTitle } from '../../shared/sales/title-object';
import { KEEP_OWNER } from '../api/assignment';
import type { QueryAnswer, Row } from '../api/client';
import type { SalesforceContext } from '../context';
import { SalesforceResponseError, isAboutTheWrite, isGone, recordGone, wordsOf } from '../api/errors';
import { moment, soql, type Soql } from '../api/soql';
import { rowsOf } from '../records/absent-fields';
import { writeAccepted } from '../records/accepted-values';
import { mappedFields } from '../records/mapped-fields';
import { isUser } from '../records/owners';
import { defaultsOf } from '../records/record';
import { textOf } from '../../shared/json';

export const OPPORTUNITY = 'Opportunity';
/** Salesforce docs: Opportunity, `Name`. */
const MAX_NAME = 120;
/** Where the rule does not say when it is expected to be closed. */
const USUAL_CLOSE_MS = 30 * 24 * 3_600_000;

/**
 * Makes the opportunity that a rule wants for a contact, or finds the one that serves. A lead has none: it becomes one when
 * somebody converts it.
 */
export async function saveOpportunity(
  context: SalesforceContext,
  ref: RecordRef,
  wanted: WantedTitle,
): Promise<RecordRef | undefined> {
  if (typeof wanted.wish?.object !== 'object') return undefined;
  if (ref.type !== 'Contact') {
    context.call.log.info('A Salesforce lead has no opportunity; a rule wants one', { record: ref.id });
    return undefined;
  }
  const { api, now, settings } = context;
  const { title, ownerId } = wanted;
  const deal = wanted.wish.object;
  let looked: Promise<Surroundings> | undefined;
  const around = () => (looked ??= lookAround(context, ref.id, wanted, deal));
  const tie = (id: string) =>
    api.create('OpportunityContactRole', { OpportunityId: id, ContactId: ref.id, IsPrimary: true });
  return saveTitleObject(context, wanted, {
    crm: 'Salesforce',
    usual: 'contact',
    types: { lead: 'Lead', deal: OPPORTUNITY },
    async list() {
      const { there, untied } = await around();
      if (!there && untied) await tie(untied);
      const id = there ?? untied;
      return id ? [{ id, isOpen: true }] : [];
    },
    values: mappedFields,
    async make(_kind, fields, { stage, closesAt }) {
      const { accountId } = await around();
      const { written, accepted, refused } = await writeAccepted({
        fields: {
          ...defaultsOf(settings, OPPORTUNITY),
          ...fields,
          Name: shorten(title, MAX_NAME),
          StageName: stage!,
          CloseDate: (closesAt ?? new Date(now() + USUAL_CLOSE_MS).toISOString()).slice(0, 10),
          ContactId: ref.id,
          ...(accountId && { AccountId: accountId }),
          ...(ownerId && isUser(ownerId) && { OwnerId: ownerId }),
        },
        write: (sent) => api.create(OPPORTUNITY, sent, KEEP_OWNER),
      });
      // Where the field is hidden from us the role is made by itself.
      if (accepted.ContactId === undefined) await tie(written!);
      return { id: written!, refused };
    },
    refusal,
    remedy:
      'Let the integration user create opportunities, name a stage the org has, and fill what it demands by SALESFORCE_REQUIRED_DEFAULTS=Opportunity.Field__c=value',
  });
}

function refusal(error: unknown) {
  if (!(error instanceof SalesforceResponseError)) return undefined;
  if (isGone(error) && error.has('ENTITY_IS_DELETED')) throw recordGone(error);
  if (error.status !== 404 && !isAboutTheWrite(error)) return undefined;
  // One bad value is about this one; a permission about all of them.
  const isAboutAValue = error.status === 400 && !error.has('INVALID_TYPE', 'INSUFFICIENT_ACCESS_OR_READONLY');
  return { isLasting: !isAboutAValue, why: { words: error.errors.map(wordsOf) } };
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
  { title, wish }: WantedTitle,
  { open }: DealWish,
): Promise<Surroundings> {
  const ofContact = soql`Id IN (SELECT OpportunityId FROM OpportunityContactRole WHERE ContactId = ${contactId})`;
  const sinceThen = soql`CreatedDate >= ${moment(madeSince(wish))}`;
  const made = soql`Name = ${shorten(title, MAX_NAME)} AND ${sinceThen}`;
  const queries: Record<string, Soql> = {
    contact: soql`SELECT AccountId FROM Contact WHERE Id = ${contactId}`,
    ...(open === 'reuse' && {
      open: soql`SELECT Id FROM Opportunity WHERE ${ofContact} AND IsClosed = false ORDER BY CreatedDate DESC LIMIT 1`,
    }),
    ...(inDoubt && {
      theirs: soql`SELECT Id, Name FROM Opportunity WHERE ${ofContact} AND ${sinceThen} ORDER BY CreatedDate DESC LIMIT 20`,
      made: soql`SELECT Id FROM Opportunity WHERE ${made} ORDER BY CreatedDate DESC LIMIT 20`,
      roles: soql`SELECT OpportunityId FROM OpportunityContactRole WHERE OpportunityId IN (SELECT Id FROM Opportunity WHERE ${made}) LIMIT 200`,
    }),
  };
  const answers = await api.queries(queries);
  const [contact] = allowed(answers.contact);
  const accountId = textOf(contact?.AccountId);
  const [reusable] = rowsOf(answers.open);
  // The name may have become known since.
  const own = rowsOf(answers.theirs).find(({ Name }) => isSameVisitor(title, String(Name)));
  const tied = rowsOf(answers.roles).map(({ OpportunityId }) => OpportunityId);
  const untied = rowsOf(answers.made).find(({ Id }) => !tied.includes(Id));
  return { accountId, there: textOf((reusable ?? own)?.Id), untied: textOf(untied?.Id) };
}

/** The account of a contact may be hidden from us; the opportunity does without. */
function allowed(answer: QueryAnswer | undefined): readonly Row[] {
  const isHiddenField = answer instanceof SalesforceResponseError && answer.has('INVALID_FIELD');
  return isHiddenField ? [] : rowsOf(answer);
}
