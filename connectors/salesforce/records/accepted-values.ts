import { shorten } from '../../../text/plain-text';
import { writeAmended, type RefusedValue, type WriteOptions } from '../../shared/fields/accepted-values';
import type { FieldValue, Fields } from '../api/client';
import {
  SalesforceResponseError,
  isAboutTheWrite,
  unreadableValue,
  wordsOf,
  type ApiError,
} from '../api/errors';
import { key } from './fields';
import { isContactData } from './record';

/** Salesforce checks in layers (fields, rules, duplicates, unique values) and tells one layer at a time. */
const MAX_ROUNDS = 5;
const OWNER = 'OwnerId';
/** Without these there is no such record; a refused one gives way to its stand-in. */
const INDISPENSABLE = ['LastName', 'Company', 'WhoId', 'Name', 'StageName', 'CloseDate'];

export interface SalesforceWrite<Written> extends WriteOptions<FieldValue, Written> {
  /** Writes instead of a refused value that cannot be left out. */
  standIns?: Fields;
  /** Writes for a refused owner, who is told then; without it nobody owns it in particular. */
  otherOwner?: (refused: string) => Promise<string | undefined>;
}

/**
 * Writes; values Salesforce refuses are shortened, replaced or dropped.
 * @throws SalesforceResponseError for refusals that dropping a value cannot mend.
 */
export function writeAccepted<Written>({ standIns, otherOwner, ...options }: SalesforceWrite<Written>) {
  return writeAmended(
    {
      crm: 'Salesforce',
      readings: [(error, sent) => correctionsFor(error, sent, standIns)],
      // A value of another type than the field's is told of one field at a time, before anything else is looked at.
      maxRounds: MAX_ROUNDS + Object.keys(options.fields).filter(isOfTheCompany).length,
      owner: otherOwner && { fields: [OWNER], insteadOf: otherOwner },
      isTold: (one) => (one.name === OWNER ? otherOwner !== undefined : isOfThePerson(one)),
      lockedBy: (error) => (isAboutTheWrite(error) ? error.errors.map(wordsOf).join('; ') : undefined),
    },
    options,
  );
}

type Correction = RefusedValue<FieldValue>;

/** Codes that are about the value of a field, or about the field not being ours to write. */
const ABOUT_A_VALUE = [
  'INVALID_EMAIL_ADDRESS',
  'STRING_TOO_LONG',
  'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  'INVALID_TYPE_ON_FIELD_IN_RECORD',
  'NUMBER_OUTSIDE_VALID_RANGE',
  'FIELD_INTEGRITY_EXCEPTION',
  'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  'MALFORMED_ID',
  'INVALID_FIELD',
  'INVALID_FIELD_FOR_INSERT_UPDATE',
];

/** The person who owns it is refused, without a word about a field. */
const ABOUT_THE_OWNER = [
  'INACTIVE_OWNER_OR_USER',
  'TRANSFER_REQUIRES_READ',
  'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
];

/** What can be changed so that the rest is taken; empty when nothing can. */
export function correctionsFor(error: unknown, sent: Fields, standIns: Fields = {}): Correction[] {
  if (!(error instanceof SalesforceResponseError) || ![400, 403].includes(error.status)) return [];
  const corrections = error.errors.flatMap((problem) =>
    fieldsOf(problem, sent).map((name) => correction(name, problem, sent, standIns)),
  );
  // One refusal that cannot be mended refuses the whole.
  return corrections.every((each) => each !== undefined) ? corrections : [];
}

function correction(name: string, problem: ApiError, sent: Fields, standIns: Fields): Correction | undefined {
  const value = sent[name];
  const refused = { name, code: problem.errorCode, why: wordsOf({ ...problem, fields: [] }) };
  if (problem.errorCode === 'STRING_TOO_LONG' && typeof value === 'string' && !isContactData(name)) {
    const limit = Number(/max length=(\d+)/.exec(problem.message)?.[1]);
    if (limit > 0 && limit < value.length) return { ...refused, instead: shorten(value, limit) };
  }
  if (!INDISPENSABLE.includes(name)) return refused;
  const standIn = standIns[name];
  return typeof standIn === 'string' && standIn !== value ? { ...refused, instead: standIn } : undefined;
}

/** The fields of ours a refusal names; Salesforce leaves `fields` out where the field is unknown to it. */
function fieldsOf({ errorCode, message, fields }: ApiError, sent: Fields): string[] {
  if (ABOUT_THE_OWNER.includes(errorCode)) return named([OWNER], sent);
  if (errorCode === 'JSON_PARSER_ERROR') return unreadableFields(message, sent);
  if (!ABOUT_A_VALUE.includes(errorCode)) return [];
  if (fields.length > 0) return named(fields, sent);
  if (errorCode === 'INVALID_FIELD') return named([/'(\w+)'/.exec(message)?.[1] ?? ''], sent);
  if (errorCode === 'INVALID_FIELD_FOR_INSERT_UPDATE') return named(message.match(/\w+/g) ?? [], sent);
  return [];
}

/**
 * Fields whose value is of another type than the org's field; Salesforce quotes the value and names no field. Where the
 * value is none of ours as it stands there, every field may be meant that a company has given a value: the others are given what
 * they take.
 */
export function unreadableFields(message: string, sent: Fields): string[] {
  const value = unreadableValue(message);
  const given = Object.keys(sent).filter(isOfTheCompany);
  const quoted = given.filter((field) => String(sent[field]) === value);
  return quoted.length > 0 ? quoted : given;
}

/** Fields of leads, contacts, tasks and opportunities that we give values of their own type. */
const OURS = new Set(
  [
    ...['FirstName', 'LastName', 'Company', 'Email', 'Phone', 'MobilePhone', 'LeadSource', 'Description'],
    ...['OwnerId', 'WhoId', 'WhatId', 'ContactId', 'AccountId', 'Subject', 'Status', 'Priority', 'Name'],
    ...['ActivityDate', 'TaskSubtype', 'IsReminderSet', 'ReminderDateTime', 'StageName', 'CloseDate'],
    ...['CallType', 'CallDisposition', 'CallDurationInSeconds'],
  ].map(key),
);

/** Filled from the company's own file or variables, which say nothing of its type. */
export function isOfTheCompany(field: string): boolean {
  return !OURS.has(key(field));
}

function named(names: readonly string[], sent: Fields): string[] {
  const wanted = new Set(names.map(key));
  return Object.keys(sent).filter((field) => wanted.has(key(field)));
}

/** Worth a remark: our own lead fields stand in the head of the task anyway when there is no field for them, an id tells nobody. */
function isOfThePerson({ name, code }: Correction): boolean {
  const noField = code === 'INVALID_FIELD' || code === 'INVALID_FIELD_FOR_INSERT_UPDATE';
  return !noField || isContactData(name) || name.endsWith('Name');
}
