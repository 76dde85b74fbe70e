import type { Finding } from '../../admin';
import { wrong } from '../../shared/findings';
import type { LeadFieldName } from '../../../leads/record';
import { key } from '../records/fields';
import type { SalesforceSettings } from '../definition';
import type { Described, DescribedField } from './api';

/** Salesforce docs: Field Types; those that take a text as it comes. */
const TAKES_TEXT = new Set(['string', 'textarea', 'url', 'phone', 'combobox', 'picklist', 'encryptedstring']);
const TAKES_DAY = new Set(['date', 'string', 'textarea']);

type Objects = Readonly<Partial<Record<'Lead' | 'Task', Described>>>;

/** Whether the fields and lists of the org take what the settings put into them. */
export function checkValues(objects: Objects, settings: SalesforceSettings, named: Named): Finding[] {
  return [
    ...checkLeadFieldTypes(objects.Lead, settings),
    ...checkDefaults(objects, settings),
    ...(named.closedStatuses ? checkClosedStatuses(objects.Lead, named.closedStatuses) : []),
  ];
}

/** What the administrator wrote themselves; our own defaults may name what an org does not have. */
export interface Named {
  closedStatuses?: readonly string[];
}

function find(object: Described | undefined, name: string): DescribedField | undefined {
  return object?.fields.find((field) => key(field.name) === key(name));
}

function checkLeadFieldTypes(Lead: Described | undefined, { factFields }: SalesforceSettings): Finding[] {
  return Object.entries(factFields).flatMap(([leadField, name]) => {
    const field = find(Lead, name);
    if (!field || takes(leadField as LeadFieldName, field)) return [];
    const kind = field.type === 'picklist' ? 'a restricted picklist' : `of type ${field.type}`;
    const wanted = leadField === 'lastChat' ? 'Date' : 'Text or Text Area (Long)';
    return [
      wrong(
        `SALESFORCE_FACT_FIELDS puts ${leadField} into ${name}, which is ${kind} and takes no such value`,
        `Name a field of type ${wanted} for ${leadField}; \`jivochat-crm setup salesforce\` makes one`,
      ),
    ];
  });
}

function takes(leadField: LeadFieldName, { type, restrictedPicklist }: DescribedField): boolean {
  return (leadField === 'lastChat' ? TAKES_DAY : TAKES_TEXT).has(type) && !restrictedPicklist;
}

function checkDefaults(objects: Objects, { requiredDefaults }: SalesforceSettings): Finding[] {
  return (['Lead', 'Task'] as const).flatMap((object) =>
    requiredDefaults[object].flatMap(([name, value]) => {
      const field = find(objects[object], name);
      if (!field?.restrictedPicklist) return [];
      const active = field.picklistValues.filter((each) => each.active).map((each) => each.value);
      if (active.includes(value)) return [];
      const written = object === 'Task' ? `Task.${name}` : name;
      return [
        wrong(
          `SALESFORCE_REQUIRED_DEFAULTS writes ${value} into ${written}, whose list does not have it`,
          `Take one of the list: ${shown(active)}; or add ${value} to it (Setup → Object Manager → ${object} → Fields)`,
        ),
      ];
    }),
  );
}

function checkClosedStatuses(Lead: Described | undefined, closed: readonly string[]): Finding[] {
  const status = find(Lead, 'Status');
  if (!status) return [];
  const known = status.picklistValues.map(({ value }) => value);
  return closed
    .filter((name) => !known.some((value) => value.toLowerCase() === name.toLowerCase()))
    .map((name) =>
      wrong(
        `SALESFORCE_CLOSED_STATUSES names ${name}, and Lead Status has no such value`,
        `Take the API names of the list: ${shown(known)}`,
      ),
    );
}

const SHOWN = 20;

function shown(values: readonly string[]): string {
  return values.length > SHOWN ? `${values.slice(0, SHOWN).join(', ')}, …` : values.join(', ');
}
