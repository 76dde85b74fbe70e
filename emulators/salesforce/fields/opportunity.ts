import type { FieldDefinition } from '../records/state';
import {
  checkbox,
  field,
  longText,
  number,
  owner,
  picklist,
  readOnly,
  reference,
  systemFields,
  text,
} from './field';

const STAGES = [
  'Prospecting',
  'Qualification',
  'Needs Analysis',
  'Proposal/Price Quote',
  'Negotiation/Review',
  'Closed Won',
  'Closed Lost',
];

const required = { nillable: false };

/** Salesforce docs: Opportunity: a name, a stage and a date are required; a stage takes any value until it is restricted. */
export const OPPORTUNITY_FIELDS: readonly FieldDefinition[] = [
  ...systemFields('Opportunity'),
  reference('AccountId', 'Account ID', ['Account'], 'Account'),
  // Of the create alone: it makes the primary contact role (Salesforce docs: Opportunity, `ContactId`, API 46.0).
  reference('ContactId', 'Contact ID', ['Contact'], 'Contact', { updateable: false }),
  text('Name', 'Name', 120, required),
  picklist('StageName', 'Stage', STAGES, required),
  field('CloseDate', 'Close Date', 'date', 0, required),
  number('Amount', 'Amount', 'double'),
  longText('Description', 'Description'),
  picklist('Type', 'Opportunity Type', ['Existing Business', 'New Business']),
  picklist('LeadSource', 'Lead Source', ['Web', 'Phone Inquiry', 'Other']),
  text('NextStep', 'Next Step', 255),
  checkbox('IsClosed', 'Closed', readOnly),
  checkbox('IsWon', 'Won', readOnly),
  owner(['User']),
  field('LastActivityDate', 'Last Activity', 'date', 0, readOnly),
];

/** Salesforce docs: OpportunityContactRole. */
export const CONTACT_ROLE_FIELDS: readonly FieldDefinition[] = [
  ...systemFields('Contact Role'),
  reference('OpportunityId', 'Opportunity ID', ['Opportunity'], 'Opportunity', {
    ...required,
    updateable: false,
  }),
  reference('ContactId', 'Contact ID', ['Contact'], 'Contact', required),
  picklist('Role', 'Role', ['Business User', 'Decision Maker', 'Evaluator', 'Other']),
  checkbox('IsPrimary', 'Primary'),
];
