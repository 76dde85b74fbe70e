import { datetime, enumeration, number, owner, property, readOnly } from '../records/property-types';
import type { PropertyDefinition } from '../records/state';

/** In their order: a contact moves forward only (HubSpot docs: Contacts guide). */
export const LIFECYCLE_STAGES = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'evangelist',
  'other',
];

const LEAD_STATUSES = [
  'NEW',
  'OPEN',
  'IN_PROGRESS',
  'OPEN_DEAL',
  'UNQUALIFIED',
  'ATTEMPTED_TO_CONTACT',
  'CONNECTED',
  'BAD_TIMING',
];

/** What every account has (HubSpot docs: HubSpot's default contact properties); those an integration meets. */
export const CONTACT_PROPERTIES: PropertyDefinition[] = [
  property('email', 'Email', { hasUniqueValue: true }),
  property('hs_additional_emails', 'Additional email addresses', {
    type: 'enumeration',
    fieldType: 'checkbox',
    externalOptions: true,
  }),
  property('firstname', 'First Name'),
  property('lastname', 'Last Name'),
  property('salutation', 'Salutation'),
  property('phone', 'Phone Number', { fieldType: 'phonenumber' }),
  property('mobilephone', 'Mobile Phone Number', { fieldType: 'phonenumber' }),
  property('hs_whatsapp_phone_number', 'WhatsApp Phone Number', { fieldType: 'phonenumber' }),
  property('company', 'Company Name'),
  property('hs_google_click_id', 'Google ad click id'),
  property('hs_facebook_click_id', 'Facebook click id'),
  property('jobtitle', 'Job Title'),
  property('website', 'Website URL'),
  property('address', 'Street Address'),
  property('city', 'City'),
  property('state', 'State/Region'),
  property('zip', 'Postal Code'),
  property('country', 'Country/Region'),
  property('ip_city', 'IP City'),
  property('ip_country', 'IP Country'),
  property('message', 'Message', { fieldType: 'textarea' }),
  property('hs_language', 'Preferred language', {
    type: 'enumeration',
    fieldType: 'select',
    externalOptions: true,
  }),
  enumeration('lifecyclestage', 'Lifecycle Stage', LIFECYCLE_STAGES, { fieldType: 'radio' }),
  enumeration('hs_lead_status', 'Lead Status', LEAD_STATUSES, { fieldType: 'radio' }),
  owner('contactinformation'),
  number('associatedcompanyid', 'Primary Associated Company ID', { readOnlyValue: true, calculated: true }),
  datetime('notes_last_contacted', 'Last Contacted', { readOnlyValue: true, calculated: true }),
  datetime('hs_latest_meeting_activity', 'Latest meeting activity', {
    readOnlyValue: true,
    calculated: true,
  }),
  datetime('notes_last_updated', 'Last Activity Date', { readOnlyValue: true, calculated: true }),
  datetime('lastactivitydate', 'Last Activity Date (legacy)', { readOnlyValue: true, calculated: true }),
  datetime('createdate', 'Create Date', { readOnlyValue: true }),
  datetime('lastmodifieddate', 'Last Modified Date', { readOnlyValue: true }),
  number('hs_object_id', 'Record ID', { readOnlyValue: true }),
  readOnly('hs_merged_object_ids', 'Merged record IDs', { type: 'enumeration', fieldType: 'checkbox' }),
  readOnly('hs_email_domain', 'Email Domain'),
  readOnly('hs_searchable_calculated_phone_number', 'Calculated Phone Number without country code'),
  readOnly('hs_searchable_calculated_mobile_number', 'Calculated Mobile Number without country code'),
  readOnly(
    'hs_searchable_calculated_international_phone_number',
    'Calculated Phone Number with country code',
  ),
  readOnly(
    'hs_searchable_calculated_international_mobile_number',
    'Calculated Mobile Number with country code',
  ),
  readOnly('hs_analytics_source', 'Original Traffic Source'),
];
