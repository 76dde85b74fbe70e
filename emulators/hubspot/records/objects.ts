import { Associations, type WantedAssociation } from './associations';
import { domainToTie, type CompanyOptions } from './automatic-company';
import { defaultAssociationType, LEAD_TO_PRIMARY_CONTACT, type AssociationType } from './association-types';
import {
  additionalEmailsProblem,
  addressesOf,
  calculatedContactValues,
  contactWithAddress,
  lifecycleProblem,
  requireFreeAddresses,
  requireIdentity,
  swapPromotedAddress,
  withLowerCaseAddresses,
  type ContactOptions,
} from './contacts';
import {
  badEdit,
  badRequest,
  editForbidden,
  invalidProperties,
  ownerNotActive,
  recordNotFound,
  requiredMissing,
  valueTaken,
} from '../http/errors';
import { objectType, type ObjectType } from './object-types';
import type { Records } from './records';
import { requiredByRules } from '../rules/rules';
import type { HubSpotState, StoredRecord } from './state';
import { checkValues, isEmail } from '../rules/validation';

export interface ObjectOptions extends ContactOptions, CompanyOptions {
  /** Whether `idProperty=email` finds a contact by an additional address too; not documented. */
  lookupBySecondaryEmail: boolean;
  /**
   * How a value of a custom unique property that another record has is refused: by its coordinates, as answers in
   * users' logs are, or in the list of invalid properties as CONFLICTING_UNIQUE_VALUE, a code HubSpot's own code knows.
   */
  uniqueConflict: 'coordinates' | 'listed';
  /**
   * How the id of somebody who is no active owner is refused: in the list of invalid properties, or in words that name no
   * property. HubSpot does not document it.
   */
  ownerRefusal: 'listed' | 'words';
}

/**
 * Why a record that can be read cannot be edited: the key's user may not (403), or a rule of the account refuses every
 * edit in words that name no property (400).
 */
export type Lock = 'forbidden' | 'rule';

/** What the account does with records: every rule of a write in one place, in the order HubSpot applies them. */
export class Objects {
  readonly associations: Associations;
  /** By record id. */
  readonly locks = new Map<string, Lock>();

  constructor(
    private readonly state: HubSpotState,
    readonly records: Records,
    private readonly options: ObjectOptions,
  ) {
    this.associations = new Associations(state, records);
  }

  /** @throws HubSpotError for whatever HubSpot refuses; nothing is written then. */
  create(
    type: ObjectType,
    input: Record<string, unknown>,
    { associations, apiVersion }: { associations?: unknown; apiVersion: string },
  ): StoredRecord {
    const values = this.accepted(type, input);
    this.requireProperties(type, values, apiVersion);
    const wanted = this.associations.wanted(type, associations);
    requireContactOfLead(type, wanted);
    const id = this.records.reserveId();
    this.requireUnique(type, values, id);
    const record = this.store(type, id, values, wanted);
    if (type.name === 'contacts') this.tieToCompany(record);
    return record;
  }

  /** Whether a write would be accepted. @throws HubSpotError as the write itself would. */
  check(
    type: ObjectType,
    input: Record<string, unknown>,
    record: StoredRecord | undefined,
    apiVersion: string,
  ): void {
    const values = this.accepted(type, input, record);
    if (!record) this.requireProperties(type, values, apiVersion);
    this.requireUnique(type, values, record?.id ?? '');
  }

  update(type: ObjectType, record: StoredRecord, input: Record<string, unknown>): StoredRecord {
    requireUnlocked(type, this.locks.get(record.id));
    const values = this.accepted(type, input, record);
    if (type.name === 'contacts') swapPromotedAddress(values, record.properties);
    this.requireUnique(type, values, record.id);
    this.records.update(type, record, this.withCalculated(type, record.properties, values));
    if (type.name === 'contacts') this.tieToCompany(record);
    return record;
  }

  /**
   * Adds an address to those a contact has (HubSpot docs: legacy contacts API, "Update a secondary email address").
   * @throws HubSpotError 404 for no contact, 400 for no address, 409 for another contact's.
   */
  addSecondaryEmail(id: string, address: string): StoredRecord {
    const type = objectType('contacts');
    const record = this.find(type, id);
    requireUnlocked(type, this.locks.get(record.id));
    if (!isEmail(address)) throw badRequest(`Email address ${address} is invalid`);
    const email = address.toLowerCase();
    if (addressesOf(record.properties).includes(email)) return record;
    requireFreeAddresses(this.state, this.records, { email }, record.id, this.options);
    const { hs_additional_emails: before } = record.properties;
    const values = { hs_additional_emails: [before, email].filter(Boolean).join(';') };
    this.records.update(type, record, this.withCalculated(type, record.properties, values));
    return record;
  }

  /** For tests and dev data: past the rules of the API, seen by the search at once. */
  seed(type: ObjectType, values: Record<string, string>): StoredRecord {
    const id = this.records.reserveId();
    const known = type.name === 'contacts' ? withLowerCaseAddresses(values) : values;
    return this.records.create(type, id, this.withCalculated(type, {}, known), true);
  }

  recalculate(type: ObjectType, record: StoredRecord): void {
    this.records.update(type, record, this.withCalculated(type, record.properties, {}));
  }

  /** @throws HubSpotError 404 */
  find(type: ObjectType, id: string, idProperty?: string): StoredRecord {
    const record = this.lookup(type, id, idProperty);
    if (!record) throw recordNotFound(id, idProperty);
    return record;
  }

  lookup(type: ObjectType, id: string, idProperty = 'hs_object_id'): StoredRecord | undefined {
    const record =
      idProperty === 'hs_object_id' ? this.records.get(type.name, id) : this.byUnique(type, idProperty, id);
    return record?.archived ? undefined : record;
  }

  /** @throws HubSpotError 400 for types that cannot be connected. */
  associateByDefault(from: ObjectType, fromId: string, to: ObjectType, toId: string): AssociationType {
    const type = defaultAssociationType(from.name, to.name);
    if (!type) throw badRequest(`No default association type exists from ${from.typeId} to ${to.typeId}`);
    this.associations.connect(type, fromId, toId);
    return type;
  }

  archive(type: ObjectType, id: string): void {
    const record = this.records.get(type.name, id);
    if (!record || record.archived) return;
    this.records.archive(record);
    if (type.name === 'contacts') this.archiveOrphanedLeads(record.id);
  }

  private tieToCompany(contact: StoredRecord): void {
    const domain = domainToTie(contact.properties.email, this.options);
    if (domain === undefined || this.associations.of('contacts', contact.id, 'companies').length > 0) return;
    const companies = objectType('companies');
    const found = this.records.living('companies').find(({ properties }) => properties.domain === domain);
    if (!found && this.options.automaticCompanies === 'associate') return;
    const company = found ?? this.store(companies, this.records.reserveId(), { name: domain, domain }, []);
    this.associateByDefault(objectType('contacts'), contact.id, companies, company.id);
  }

  private byUnique(type: ObjectType, property: string, value: string): StoredRecord | undefined {
    const definition = this.state.properties[type.name]?.find(({ name }) => name === property);
    if (!definition?.hasUniqueValue) {
      throw badRequest(`Property "${property}" is not a unique property of object type ${type.typeId}`);
    }
    const wanted = value.trim().toLowerCase();
    if (property === 'email' && this.options.lookupBySecondaryEmail) {
      return contactWithAddress(this.records, wanted);
    }
    return this.records
      .living(type.name)
      .find(({ properties }) => properties[property]?.toLowerCase() === wanted);
  }

  private accepted(
    type: ObjectType,
    input: Record<string, unknown>,
    record?: StoredRecord,
  ): Record<string, string> {
    const { values, problems } = checkValues(this.state, type.name, input);
    if (type.name === 'contacts') {
      const found = [
        lifecycleProblem(values, record?.properties.lifecyclestage, this.options),
        additionalEmailsProblem(values, this.options),
      ];
      problems.push(...found.filter((problem) => problem !== undefined));
    }
    const owner = problems.find(({ error }) => error === 'INVALID_OWNER_ID');
    if (owner && this.options.ownerRefusal === 'words') throw ownerNotActive(owner.message);
    if (problems.length > 0) throw invalidProperties(problems, this.state.account.portalId);
    return values;
  }

  private requireProperties(type: ObjectType, values: Record<string, string>, apiVersion: string): void {
    const required = [...type.required, ...requiredByRules(this.state.rules, type.name, apiVersion)];
    const missing = required.filter((name) => !values[name]);
    if (missing.length > 0) throw requiredMissing(type.legacyName, missing);
    if (type.name === 'contacts') requireIdentity(values);
  }

  /** @throws HubSpotError 409 for the addresses of contacts, 400 for other unique properties. */
  private requireUnique(type: ObjectType, values: Record<string, string>, id: string): void {
    if (type.name === 'contacts') requireFreeAddresses(this.state, this.records, values, id, this.options);
    const unique = (this.state.properties[type.name] ?? []).filter(
      ({ name, hasUniqueValue }) => hasUniqueValue && name !== 'email',
    );
    for (const { name: property } of unique) {
      const value = values[property];
      if (!value) continue;
      const other = this.byUnique(type, property, value);
      if (!other || other.id === id) continue;
      const { portalId } = this.state.account;
      if (this.options.uniqueConflict === 'listed') {
        const message = `${other.id} already has that value.`;
        throw invalidProperties([{ name: property, error: 'CONFLICTING_UNIQUE_VALUE', message }], portalId);
      }
      throw valueTaken({ portalId, legacyName: type.legacyName, property, value, id, otherId: other.id });
    }
  }

  private store(
    type: ObjectType,
    id: string,
    values: Record<string, string>,
    wanted: WantedAssociation[],
  ): StoredRecord {
    const record = this.records.create(type, id, this.withCalculated(type, {}, values));
    for (const { type: association, toId } of wanted) this.associations.connect(association, id, toId);
    return record;
  }

  private withCalculated(
    type: ObjectType,
    current: Record<string, string>,
    values: Record<string, string>,
  ): Record<string, string> {
    if (type.name === 'deals') return { ...values, ...calculatedDealValues({ ...current, ...values }) };
    if (type.name !== 'contacts') return values;
    return { ...values, ...calculatedContactValues({ ...current, ...values }, this.options) };
  }

  /** HubSpot docs: Leads guide: a lead without a primary contact is deleted. */
  private archiveOrphanedLeads(contactId: string): void {
    for (const lead of this.records.living('leads')) {
      const hadContact = this.state.associations.some(
        ({ fromType, fromId, toId }) => fromType === 'leads' && fromId === lead.id && toId === contactId,
      );
      if (hadContact && this.associations.of('leads', lead.id, 'contacts').length === 0)
        this.records.archive(lead);
    }
  }
}

/** Of the stages of HubSpot's own pipeline two are ends (HubSpot docs: Pipelines, `isClosed`). */
function calculatedDealValues({ dealstage = '' }: Record<string, string>): Record<string, string> {
  return { hs_is_closed: String(['closedwon', 'closedlost'].includes(dealstage)) };
}

function requireUnlocked({ legacyName }: ObjectType, lock: Lock | undefined): void {
  if (lock === 'forbidden') throw editForbidden(legacyName);
  if (lock === 'rule') throw badEdit(legacyName);
}

/** HubSpot docs: Leads guide. What it answers otherwise is not documented. */
function requireContactOfLead(type: ObjectType, wanted: WantedAssociation[]): void {
  if (type.name !== 'leads') return;
  if (!wanted.some(({ type: { typeId } }) => typeId === LEAD_TO_PRIMARY_CONTACT)) {
    throw badRequest('A lead must be associated with a primary contact.');
  }
}
