import type { FieldDefinition } from '../records/state';
import {
  address,
  checkbox,
  email,
  field,
  longText,
  number,
  owner,
  personName,
  phone,
  picklist,
  readOnly,
  reference,
  systemFields,
  text,
} from './field';

const LEAD_SOURCES = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'];
const LEAD_STATUSES = [
  'Open - Not Contacted',
  'Working - Contacted',
  'Closed - Converted',
  'Closed - Not Converted',
];

/** Only what Salesforce answers a query for; lead sources and statuses take any value until restricted. */
export const LEAD_FIELDS: readonly FieldDefinition[] = [
  ...systemFields('Lead'),
  reference('MasterRecordId', 'Master Record ID', ['Lead'], 'MasterRecord', readOnly),
  ...personName(),
  text('Title', 'Title', 128),
  text('Company', 'Company', 255, { nillable: false }),
  ...address('', ''),
  phone('Phone', 'Phone'),
  phone('MobilePhone', 'Mobile Phone'),
  phone('Fax', 'Fax'),
  email('Email', 'Email', 80),
  field('Website', 'Website', 'url', 255),
  longText('Description', 'Description'),
  picklist('LeadSource', 'Lead Source', LEAD_SOURCES),
  picklist('Status', 'Status', LEAD_STATUSES, { defaultValue: 'Open - Not Contacted' }),
  picklist('Industry', 'Industry', ['Agriculture', 'Banking', 'Education', 'Technology', 'Other']),
  picklist('Rating', 'Rating', ['Hot', 'Warm', 'Cold']),
  number('AnnualRevenue', 'Annual Revenue', 'double'),
  number('NumberOfEmployees', 'Employees', 'int'),
  owner(['Group', 'User']),
  checkbox('IsConverted', 'Converted', { updateable: false }),
  field('ConvertedDate', 'Converted Date', 'date', 0, readOnly),
  reference('ConvertedAccountId', 'Converted Account ID', ['Account'], 'ConvertedAccount', readOnly),
  reference('ConvertedContactId', 'Converted Contact ID', ['Contact'], 'ConvertedContact', readOnly),
  reference('ConvertedOpportunityId', 'Converted Opportunity ID', ['Opportunity'], null, readOnly),
  checkbox('IsUnreadByOwner', 'Unread By Owner', { defaultValue: true }),
  field('LastActivityDate', 'Last Activity', 'date', 0, readOnly),
];

export const CONTACT_FIELDS: readonly FieldDefinition[] = [
  ...systemFields('Contact'),
  reference('MasterRecordId', 'Master Record ID', ['Contact'], 'MasterRecord', readOnly),
  reference('AccountId', 'Account ID', ['Account'], 'Account'),
  ...personName(),
  ...address('Mailing', 'Mailing '),
  phone('Phone', 'Business Phone'),
  phone('MobilePhone', 'Mobile Phone'),
  phone('HomePhone', 'Home Phone'),
  phone('OtherPhone', 'Other Phone'),
  phone('AssistantPhone', 'Asst. Phone'),
  phone('Fax', 'Business Fax'),
  email('Email', 'Email', 80),
  text('Title', 'Title', 128),
  text('Department', 'Department', 80),
  picklist('LeadSource', 'Lead Source', LEAD_SOURCES),
  longText('Description', 'Contact Description'),
  owner(['User']),
  field('LastActivityDate', 'Last Activity', 'date', 0, readOnly),
];

export const ACCOUNT_FIELDS: readonly FieldDefinition[] = [
  ...systemFields('Account'),
  reference('MasterRecordId', 'Master Record ID', ['Account'], 'MasterRecord', readOnly),
  text('Name', 'Account Name', 255, { nillable: false }),
  picklist('Type', 'Account Type', ['Prospect', 'Customer - Direct', 'Customer - Channel', 'Other']),
  ...address('Billing', 'Billing '),
  phone('Phone', 'Account Phone'),
  phone('Fax', 'Account Fax'),
  field('Website', 'Website', 'url', 255),
  picklist('Industry', 'Industry', ['Agriculture', 'Banking', 'Education', 'Technology', 'Other']),
  longText('Description', 'Account Description'),
  owner(['User']),
  field('LastActivityDate', 'Last Activity', 'date', 0, readOnly),
];

export const USER_FIELDS: readonly FieldDefinition[] = [
  ...systemFields('User'),
  text('Username', 'Username', 80, { nillable: false, idLookup: true }),
  ...personName(),
  email('Email', 'Email', 128, { nillable: false }),
  text('Alias', 'Alias', 8, { nillable: false }),
  text('FederationIdentifier', 'SAML Federation ID', 512, { caseSensitive: true }),
  checkbox('IsActive', 'Active', { defaultValue: true }),
  picklist('UserType', 'User Type', ['Standard', 'AutomatedProcess', 'CloudIntegrationUser', 'Guest'], {
    ...readOnly,
    defaultValue: 'Standard',
    restrictedPicklist: true,
  }),
  phone('Phone', 'Phone'),
  phone('MobilePhone', 'Mobile'),
  text('Title', 'Title', 80),
];
