import type { Env } from '../../../../config/env';
import { EDIT_BAN_CODES, type SalesforceEmulator } from '../../../../emulators/salesforce';
import type { RecordRef } from '../../../../leads/record';
import type { CrmAccount, Part } from '../account';

/** Fields of leads that the adapter fills, as `setup` makes them. */
export const LEAD_FIELD_FIELDS = {
  page: 'JivoChat_Page__c',
  utm: 'JivoChat_UTM__c',
  lastChat: 'JivoChat_Last_Chat__c',
};

/** What the user of the connection may not see. */
export function hideOf({ settings }: SalesforceEmulator): Record<string, () => void> {
  const field = (name: string) => () => void settings.hiddenFields.push(name);
  return {
    'the federation id': field('User.FederationIdentifier'),
    'names and e-mails of users': () => ['User.Email', 'User.Name'].forEach((name) => field(name)()),
    'what became of a lead': field('Lead.ConvertedContactId'),
    queues: () => void settings.inaccessibleObjects.push('QueueSobject'),
    users: () => void settings.inaccessibleObjects.push('User'),
  };
}

/** The page's field, of another type than `setup` makes it. */
export function retypeOf(emulator: SalesforceEmulator): Record<string, () => void> {
  const types = ['double', 'date', 'datetime', 'boolean'] as const;
  return Object.fromEntries(
    types.map((type) => [type, () => emulator.defineField('Lead', { name: LEAD_FIELD_FIELDS.page, type })]),
  );
}

/** A field that every task must have. */
export function demand(emulator: SalesforceEmulator): Env {
  emulator.defineField('Task', { name: 'Region__c', nillable: false });
  return { SALESFORCE_REQUIRED_DEFAULTS: 'Task.Region__c=EMEA' };
}

/** As an administrator's rule does. */
export function refuse(emulator: SalesforceEmulator, part: Part, value: string): void {
  const field = { email: 'Email', phone: 'Phone', name: 'LastName' }[part];
  const matches = `^${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
  const message = 'The administrator does not want this value.';
  emulator.addValidationRule({ type: 'Lead', message, when: { field, matches }, errorField: field });
}

/** Every code with which Salesforce refuses an edit, and an administrator's rule that no edit can satisfy. */
export function locksOf(emulator: SalesforceEmulator): CrmAccount['locks'] {
  const message = 'Nobody edits this lead.';
  return {
    ...Object.fromEntries(
      EDIT_BAN_CODES.map((code) => [code, ({ id }: RecordRef) => emulator.forbidEdits(id, code)]),
    ),
    'a validation rule': ({ id }) =>
      emulator.addValidationRule({ type: 'Lead', message, on: 'update', when: { field: 'Id', matches: id } }),
  };
}
