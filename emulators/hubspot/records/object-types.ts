import { unknownObjectType } from '../http/errors';

/** An object type as the API names it in its different places. */
export interface ObjectType {
  /** Plural, in paths and association keys. */
  name: string;
  typeId: string;
  /** Singular, in association labels such as `note_to_contact`. */
  singular: string;
  /** In error messages: "Error creating NOTE". */
  legacyName: string;
  readScope: string;
  writeScope: string;
  createdProperty: string;
  modifiedProperty: string;
  /** Returned when a request asks for no properties of its own. */
  defaultProperties: string[];
  /** Refused on creation when absent; contacts need any one of theirs. */
  required: string[];
}

const CONTACT_SCOPES = {
  readScope: 'crm.objects.contacts.read',
  writeScope: 'crm.objects.contacts.write',
};
const HS_DATES = { createdProperty: 'hs_createdate', modifiedProperty: 'hs_lastmodifieddate' };

/** Activities are covered by the contacts scopes (HubSpot docs: Notes, Tasks and Calls guides). */
const ACTIVITY = { ...CONTACT_SCOPES, ...HS_DATES, defaultProperties: [], required: ['hs_timestamp'] };

const TYPES: ObjectType[] = [
  {
    name: 'contacts',
    typeId: '0-1',
    singular: 'contact',
    legacyName: 'CONTACT',
    ...CONTACT_SCOPES,
    createdProperty: 'createdate',
    modifiedProperty: 'lastmodifieddate',
    defaultProperties: ['email', 'firstname', 'lastname'],
    required: [],
  },
  {
    name: 'companies',
    typeId: '0-2',
    singular: 'company',
    legacyName: 'COMPANY',
    readScope: 'crm.objects.companies.read',
    writeScope: 'crm.objects.companies.write',
    createdProperty: 'createdate',
    modifiedProperty: 'hs_lastmodifieddate',
    defaultProperties: ['domain', 'name'],
    required: [],
  },
  {
    name: 'deals',
    typeId: '0-3',
    singular: 'deal',
    legacyName: 'DEAL',
    readScope: 'crm.objects.deals.read',
    writeScope: 'crm.objects.deals.write',
    createdProperty: 'createdate',
    modifiedProperty: 'hs_lastmodifieddate',
    defaultProperties: ['amount', 'closedate', 'dealname', 'dealstage', 'pipeline'],
    required: ['dealname', 'dealstage'],
  },
  { name: 'notes', typeId: '0-46', singular: 'note', legacyName: 'NOTE', ...ACTIVITY },
  { name: 'tasks', typeId: '0-27', singular: 'task', legacyName: 'TASK', ...ACTIVITY },
  { name: 'meetings', typeId: '0-47', singular: 'meeting', legacyName: 'MEETING_EVENT', ...ACTIVITY },
  { name: 'calls', typeId: '0-48', singular: 'call', legacyName: 'CALL', ...ACTIVITY },
  {
    name: 'leads',
    typeId: '0-136',
    singular: 'lead',
    legacyName: 'LEAD',
    readScope: 'crm.objects.leads.read',
    writeScope: 'crm.objects.leads.write',
    ...HS_DATES,
    defaultProperties: ['hs_lead_name'],
    required: ['hs_lead_name'],
  },
];

/**
 * An object type by its plural, its singular or its numeric id, as HubSpot accepts them in paths.
 * @throws HubSpotError 400 "Unable to infer object type from: …".
 */
export function objectType(written: string): ObjectType {
  const lower = written.toLowerCase();
  const found = TYPES.find(({ name, typeId, singular }) => [name, typeId, singular].includes(lower));
  if (!found) throw unknownObjectType(written);
  return found;
}

export const OBJECT_TYPE_NAMES: readonly string[] = TYPES.map(({ name }) => name);
