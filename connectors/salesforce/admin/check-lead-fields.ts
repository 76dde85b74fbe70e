import { wrong, type Checked } from '../../shared/findings';
import type { LeadFieldName } from '../../../leads/record';
import type { SalesforceSettings } from '../definition';
import { fieldOf, type Described, type DescribedField } from './api';

/** Salesforce docs: Field Types; those that take a text as it comes. */
const TAKES_TEXT = new Set(['string', 'textarea', 'url', 'phone', 'combobox', 'picklist', 'encryptedstring']);
const TAKES_DAY = new Set(['date', 'string', 'textarea']);
const MAKE =
  'Run `jivochat-crm setup salesforce`, which makes the field and gives access; or correct the name';

/** Whether our lead fields may be written where the settings put them. */
export function checkLeadFields(Lead: Described | undefined, { factFields }: SalesforceSettings): Checked {
  if (!Lead) return undefined;
  return Object.entries(factFields).map(([leadField, name]) => {
    const field = fieldOf(Lead, name);
    const place = `SALESFORCE_FACT_FIELDS puts ${leadField} into ${name}, which`;
    const kind = field?.type === 'picklist' ? 'a restricted picklist' : `of type ${field?.type}`;
    const wanted = leadField === 'lastChat' ? 'Date' : 'Text or Text Area (Long)';
    return [
      !field?.updateable &&
        wrong(`${place} the integration user ${field ? 'may not edit' : 'does not see'} on Lead`, MAKE),
      field &&
        !takes(leadField as LeadFieldName, field) &&
        wrong(
          `${place} is ${kind} and takes no such value`,
          `Name a field of type ${wanted} for ${leadField}; \`jivochat-crm setup salesforce\` makes one`,
        ),
    ];
  });
}

function takes(leadField: LeadFieldName, { type, restrictedPicklist }: DescribedField): boolean {
  return (leadField === 'lastChat' ? TAKES_DAY : TAKES_TEXT).has(type) && !restrictedPicklist;
}

/** Whether the visitor's key keeps a visitor from becoming two leads. */
export function checkVisitorKey(
  Lead: Described | undefined,
  { externalIdField: name }: SalesforceSettings,
): Checked {
  if (!Lead || !name) return undefined;
  const field = fieldOf(Lead, name);
  if (!field)
    return wrong(`SALESFORCE_EXTERNAL_ID_FIELD ${name} is no field of Lead the integration user sees`, MAKE);
  return (
    !(field.externalId && field.unique) &&
    wrong(
      `SALESFORCE_EXTERNAL_ID_FIELD ${name} is not External ID and Unique: two leads of one visitor are possible`,
      `Setup → Object Manager → Lead → Fields: edit ${name}, tick External ID and Unique`,
    )
  );
}
