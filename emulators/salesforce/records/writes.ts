import { checkDuplicates, type DuplicateOptions } from './duplicates';
import {
  apiError,
  convertedLead,
  duplicateValue,
  editForbidden,
  entityIsDeleted,
  invalidReference,
  notWritable,
  SalesforceError,
  unableToLockRow,
  type ApiError,
  type EditBan,
} from '../http/errors';
import { fullName } from '../schema/names';
import type { ObjectInfo } from '../schema/objects';
import type { Records } from './records';
import { inactiveOwner, readReference } from './references';
import type { Schema } from '../schema/schema';
import { checkPermissions } from '../schema/permissions';
import type { FieldDefinition, SalesforceState, StoredRecord, Values } from './state';
import { checkTask, taskValues } from './tasks';
import { fieldErrors, ruleErrors, type WriteMode } from './validation';
import { readValues, type SentRecord } from './values';

export interface WriteOptions extends DuplicateOptions {
  userId: string;
  /** False only when the caller sent `Sforce-Auto-Assign: FALSE`. */
  autoAssign: boolean;
}

export interface WriteSettings {
  /** An owner who has left keeps others from editing the record, as without "Update Records with Inactive Owners". */
  inactiveOwnersFreezeRecords: boolean;
}

interface Draft {
  info: ObjectInfo;
  mode: WriteMode;
  /** What is written now, defaults included. */
  sent: Values;
  /** What the record will hold. */
  values: Values;
  id?: string;
}

/** Creates, updates and deletes records by the rules of the org. */
export class Writes {
  /** Records another transaction holds, with how many more attempts it will hold them. */
  readonly locks = new Map<string, number>();
  /** Records the integration user may read and not edit. */
  readonly bans = new Map<string, EditBan>();
  /** Records to which the integration user may tie no activity. */
  readonly untied = new Set<string>();

  constructor(
    private readonly state: SalesforceState,
    private readonly records: Records,
    private readonly schema: Schema,
    private readonly settings: WriteSettings,
  ) {}

  /** @throws SalesforceError */
  create(info: ObjectInfo, sent: SentRecord, options: WriteOptions, key: Values = {}): StoredRecord {
    requireWritable(info);
    const given = { ...this.read(info, sent, 'create', options.userId, ['Id', ...Object.keys(key)]), ...key };
    const defaults = this.defaults(info, options.userId);
    const values = this.check(
      { info, mode: 'create', sent: given, values: { ...defaults, ...given } },
      options,
    );
    this.reassignParent(info, values, options);
    const owned = { ...values, ...this.assigned(info, options) };
    const record = this.records.create(info.name, owned, options.userId);
    this.tieContact(record, options.userId);
    return record;
  }

  /** Salesforce docs: Opportunity, `ContactId`: the primary contact role is made with the opportunity. */
  private tieContact({ id, type, values: { ContactId } }: StoredRecord, userId: string): void {
    if (type !== 'Opportunity' || typeof ContactId !== 'string') return;
    this.records.create(
      'OpportunityContactRole',
      { OpportunityId: id, ContactId, IsPrimary: true, Role: null },
      userId,
    );
  }

  /** @throws SalesforceError */
  update(
    record: StoredRecord,
    info: ObjectInfo,
    sent: SentRecord,
    options: WriteOptions,
    key?: string,
  ): void {
    requireWritable(info);
    const given = this.read(info, sent, 'update', options.userId, ['Id', ...(key ? [key] : [])]);
    this.requireFree(record);
    if (record.values.IsConverted === true) throw convertedLead();
    this.requireActiveOwner(record, given);
    const ban = this.bans.get(record.id);
    if (ban) throw editForbidden(ban);
    const draft = { info, mode: 'update' as const, sent: given, id: record.id };
    const values = this.check({ ...draft, values: { ...record.values, ...given } }, options);
    this.reassignParent(info, values, options);
    this.records.update(record, { ...values, ...this.assigned(info, options) }, options.userId);
  }

  /** Into the recycle bin, with the activities of the person. @throws SalesforceError */
  remove(record: StoredRecord, info: ObjectInfo, userId: string): void {
    requireWritable(info);
    this.requireFree(record);
    this.records.update(record, { IsDeleted: true }, userId);
    for (const task of this.records.living('Task')) {
      if (task.values.WhoId === record.id) this.records.update(task, { IsDeleted: true }, userId);
    }
  }

  private read(
    info: ObjectInfo,
    sent: SentRecord,
    mode: WriteMode,
    userId: string,
    reserved: string[],
  ): Values {
    const values = readValues(sent, info.name, this.schema.fields(info.name, userId), reserved);
    const refused = this.schema
      .definitions(info.name)
      .filter((field) => field.name in values)
      .filter(
        (field) =>
          !(mode === 'create' ? field.createable : field.updateable) ||
          !this.schema.editable(info.name, field, userId),
      );
    if (refused.length > 0) throw notWritable(refused.map(({ name }) => name));
    return values;
  }

  /** In the order Salesforce checks: the fields, references, the admin's rules, duplicates, unique values. */
  private check(draft: Draft, options: WriteOptions): Values {
    const { info, mode, sent } = draft;
    const fields = this.schema.definitions(info.name);
    const errors = [...fieldErrors(fields, sent, mode), ...this.referenceErrors(fields, draft)];
    if (errors.length > 0) throw new SalesforceError(400, errors);
    const values = { ...draft.values, ...sent, ...computed(info.name, { ...draft.values, ...sent }) };
    if (info.name === 'Task') {
      checkTask(values);
      if (this.untied.has(String(sent.WhoId))) {
        throw editForbidden('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
      }
      Object.assign(values, taskValues(values, this.records));
      this.requireUnlockedParents(values);
    }
    if (info.name === 'FieldPermissions') checkPermissions(this.schema, this.records, values, draft.id);
    const rules = this.state.validationRules.filter(({ type }) => type === info.name);
    const broken = ruleErrors(rules, values, mode);
    if (broken.length > 0) throw new SalesforceError(400, broken);
    const changed = Object.keys(sent);
    checkDuplicates(this.state, this.records, { type: info.name, id: draft.id, values, changed }, options);
    this.requireUnique(fields, draft, values);
    return values;
  }

  /** Repairs the ids in `sent` on the way. */
  private referenceErrors(fields: readonly FieldDefinition[], { info, sent }: Draft): ApiError[] {
    const errors: ApiError[] = [];
    for (const field of fields) {
      if (field.type !== 'reference' || !(field.name in sent)) continue;
      try {
        sent[field.name] = readReference(this.records, info.name, field, sent[field.name] ?? null);
      } catch (error) {
        if (!(error instanceof SalesforceError)) throw error;
        errors.push(...error.errors);
      }
    }
    return errors;
  }

  private requireUnique(fields: readonly FieldDefinition[], { info, sent, id }: Draft, values: Values): void {
    for (const field of fields.filter(({ unique, name }) => unique && (sent[name] ?? null) !== null)) {
      const key = uniqueKey(field, values[field.name]);
      const other = this.records
        .living(info.name)
        .find((record) => record.id !== id && uniqueKey(field, record.values[field.name]) === key);
      if (other) throw duplicateValue(field.name, other.id);
    }
  }

  /** Without the header the active rule decides, on updates too (Salesforce docs: Assignment Rule Header). */
  private assigned(info: ObjectInfo, { autoAssign }: WriteOptions): Values {
    const OwnerId = this.state.leadAssignmentOwnerId;
    return info.name === 'Lead' && autoAssign && OwnerId !== undefined ? { OwnerId } : {};
  }

  /** An activity changes its lead indirectly, and the rule runs for that as well (Salesforce docs: Assignment Rule Header). */
  private reassignParent(
    { name }: ObjectInfo,
    { WhoId }: Values,
    { autoAssign, userId }: WriteOptions,
  ): void {
    const OwnerId = this.state.leadAssignmentOwnerId;
    const lead = typeof WhoId === 'string' ? this.records.get(WhoId) : undefined;
    if (name !== 'Task' || lead?.type !== 'Lead' || !autoAssign || OwnerId === undefined) return;
    this.records.update(lead, { OwnerId }, userId);
  }

  private requireActiveOwner({ values }: StoredRecord, given: Values): void {
    if (!this.settings.inactiveOwnersFreezeRecords || 'OwnerId' in given) return;
    const owner = this.records.get(String(values.OwnerId));
    if (owner?.values.IsActive === false) throw inactiveOwner(owner.id);
  }

  private requireFree(record: StoredRecord): void {
    this.requireUnlocked(record);
    if (record.values.IsDeleted === true) throw entityIsDeleted(404);
  }

  private requireUnlocked(record: StoredRecord): void {
    const left = this.locks.get(record.id) ?? 0;
    if (left > 0) {
      this.locks.set(record.id, left - 1);
      throw unableToLockRow(record.id);
    }
  }

  /** An open task with a date locks the records it is about (Salesforce: Record Locking Cheat Sheet). */
  private requireUnlockedParents({ WhoId, WhatId }: Values): void {
    for (const id of [WhoId, WhatId]) {
      const parent = typeof id === 'string' ? this.records.get(id) : undefined;
      if (parent) this.requireUnlocked(parent);
    }
  }

  private defaults(info: ObjectInfo, userId: string): Values {
    const fields = this.schema.definitions(info.name);
    const values = Object.fromEntries(fields.map(({ name, defaultValue }) => [name, defaultValue]));
    return fields.some(({ name }) => name === 'OwnerId') ? { ...values, OwnerId: userId } : values;
  }
}

/** The record for a write; unlike a read this tells the deleted from the unknown. @throws SalesforceError 404 */
export function forWriting(records: Records, info: ObjectInfo, id: string): StoredRecord {
  const record = records.get(id);
  if (record?.type !== info.name) throw invalidReference(404);
  return record;
}

function requireWritable({ name, writable }: ObjectInfo): void {
  if (writable) return;
  throw apiError(
    400,
    'INSUFFICIENT_ACCESS_OR_READONLY',
    `insufficient access rights on object id: ${name}`,
    [],
  );
}

function computed(type: string, { FirstName, LastName, StageName }: Values): Values {
  if (type === 'Opportunity')
    return { IsClosed: /^Closed /.test(String(StageName)), IsWon: StageName === 'Closed Won' };
  return type === 'Lead' || type === 'Contact' ? { Name: fullName(FirstName, LastName) } : {};
}

export function uniqueKey(
  { caseSensitive }: FieldDefinition,
  value: Values[string] | undefined,
): string | null {
  if (value === null || value === undefined) return null;
  return caseSensitive ? String(value) : String(value).toLowerCase();
}
