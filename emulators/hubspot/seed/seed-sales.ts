import { datetime, enumeration, number, owner, property, readOnly } from '../records/property-types';
import type { PropertyDefinition } from '../records/state';

const own = (groupName: string): PropertyDefinition[] => [
  owner(groupName),
  number('hs_object_id', 'Record ID', { groupName, readOnlyValue: true }),
  datetime('hs_lastmodifieddate', 'Last modified date', { groupName, readOnlyValue: true }),
];

const pipeline = (name: string, label: string, groupName: string) =>
  property(name, label, { type: 'enumeration', fieldType: 'radio', externalOptions: true, groupName });

const LEAD = { groupName: 'leads_property_group' };
const DEAL = { groupName: 'dealinformation' };
const COMPANY = { groupName: 'companyinformation' };

/** HubSpot docs: Leads, Deals and Companies guides. */
export const SALES_PROPERTIES: Record<string, PropertyDefinition[]> = {
  leads: [
    ...own(LEAD.groupName),
    property('hs_lead_name', 'Lead Name', LEAD),
    enumeration(
      'hs_lead_type',
      'Lead Type',
      ['NEW_BUSINESS', 'NEW BUSINESS', 'UPSELL', 'RE_ATTEMPTING'],
      LEAD,
    ),
    enumeration('hs_lead_label', 'Lead Label', ['HOT', 'WARM', 'COLD'], LEAD),
    pipeline('hs_pipeline', 'Pipeline', LEAD.groupName),
    pipeline('hs_pipeline_stage', 'Lead Stage', LEAD.groupName),
    datetime('hs_createdate', 'Create date', { ...LEAD, readOnlyValue: true }),
  ],
  deals: [
    ...own(DEAL.groupName),
    property('dealname', 'Deal Name', DEAL),
    pipeline('pipeline', 'Pipeline', DEAL.groupName),
    pipeline('dealstage', 'Deal Stage', DEAL.groupName),
    number('amount', 'Amount', DEAL),
    // Options are the account's currencies.
    property('deal_currency_code', 'Currency', { type: 'enumeration', externalOptions: true, ...DEAL }),
    readOnly('hs_is_closed', 'Is Deal Closed?', { type: 'bool', fieldType: 'booleancheckbox', ...DEAL }),
    property('description', 'Deal Description', { ...DEAL, fieldType: 'textarea' }),
    datetime('closedate', 'Close Date', DEAL),
    datetime('createdate', 'Create Date', DEAL),
    enumeration('dealtype', 'Deal Type', ['newbusiness', 'existingbusiness'], DEAL),
  ],
  companies: [
    ...own(COMPANY.groupName),
    property('name', 'Company name', COMPANY),
    property('domain', 'Company Domain Name', COMPANY),
    property('phone', 'Phone Number', { ...COMPANY, fieldType: 'phonenumber' }),
    property('city', 'City', COMPANY),
    property('country', 'Country/Region', COMPANY),
    datetime('createdate', 'Create Date', { ...COMPANY, readOnlyValue: true }),
  ],
};
