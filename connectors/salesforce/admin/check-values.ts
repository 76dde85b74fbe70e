import { wrong, type Checked } from '../../shared/findings';
import { key } from '../records/fields';
import type { SalesforceSettings } from '../definition';
import { fieldOf, type Described, type DescribedField } from './api';

type Objects = Readonly<Partial<Record<'Lead' | 'Task', Described>>>;

/** What the administrator wrote themselves; our own defaults may name what an org does not have. */
export interface Named {
  closedStatuses?: readonly string[];
}

/** Filled with every lead, whatever the settings. */
const ALWAYS_FILLED = ['lastname', 'company'];
const FILLED = ['Lead', 'Task'] as const;

/** Required: must be given, may not be empty, and Salesforce does not fill it itself. */
function isRequired({ createable, nillable, defaultedOnCreate }: DescribedField): boolean {
  return createable && !nillable && !defaultedOnCreate;
}

/** Fields that must be filled and are not, and fields the settings fill that cannot be. */
export function checkRequired(objects: Objects, { requiredDefaults }: SalesforceSettings): Checked {
  const demanded = FILLED.map((object) => {
    const given = new Set(requiredDefaults[object].map(([field]) => key(field)));
    if (object === 'Lead') for (const field of ALWAYS_FILLED) given.add(field);
    return objects[object]?.fields.map(
      (field) =>
        isRequired(field) &&
        !given.has(key(field.name)) &&
        wrong(
          `Every ${object.toLowerCase()} must have ${field.name}, and the connector does not know what to write there`,
          `Add ${settingOf(object, field.name)}=<value> to SALESFORCE_REQUIRED_DEFAULTS, or make the field optional`,
        ),
    );
  });
  const unknown = FILLED.map((object) =>
    requiredDefaults[object].map(
      ([field]) =>
        objects[object] &&
        !fieldOf(objects[object], field)?.createable &&
        wrong(
          `SALESFORCE_REQUIRED_DEFAULTS fills ${field}, which the integration user cannot write on ${object}`,
          'Correct the API name, give access to the field, or remove the pair',
        ),
    ),
  );
  return [demanded, unknown];
}

function settingOf(object: (typeof FILLED)[number], field: string): string {
  return object === 'Task' ? `Task.${field}` : field;
}

export function checkLeadSource(Lead: Described | undefined, leadSource: string): Checked {
  return (
    isOffList(fieldOf(Lead, 'LeadSource'), leadSource) &&
    wrong(
      `Lead Source takes only values of its list, and ${leadSource} is not among them: leads are saved without source`,
      `Setup → Object Manager → Lead → Lead Source: add ${leadSource}; or set LEAD_SOURCE to a value of the list`,
    )
  );
}

/** Whether the lists of the org have what the settings put into them. */
export function checkValues(
  objects: Objects,
  { requiredDefaults }: SalesforceSettings,
  { closedStatuses = [] }: Named,
): Checked {
  const ofDefaults = FILLED.map((object) =>
    requiredDefaults[object].map(([name, value]) => {
      const field = fieldOf(objects[object], name);
      return (
        isOffList(field, value) &&
        wrong(
          `SALESFORCE_REQUIRED_DEFAULTS writes ${value} into ${settingOf(object, name)}, whose list does not have it`,
          `Take one of the list: ${shown(activeValues(field))}; or add ${value} to it (Setup → Object Manager → ${object} → Fields)`,
        )
      );
    }),
  );
  const known = fieldOf(objects.Lead, 'Status')?.picklistValues?.map(({ value }) => value);
  const ofStatuses = closedStatuses.map(
    (name) =>
      known &&
      !known.some((value) => value.toLowerCase() === name.toLowerCase()) &&
      wrong(
        `SALESFORCE_CLOSED_STATUSES names ${name}, and Lead Status has no such value`,
        `Take the API names of the list: ${shown(known)}`,
      ),
  );
  return [ofDefaults, ofStatuses];
}

/** Whether a field takes only values of its list, and this is none of them. */
function isOffList(field: DescribedField | undefined, value: string): field is DescribedField {
  return field?.restrictedPicklist === true && !activeValues(field).includes(value);
}

export function activeValues({ picklistValues = [] }: DescribedField): string[] {
  return picklistValues.filter(({ active }) => active).map(({ value }) => value);
}

const SHOWN = 20;

function shown(values: readonly string[]): string {
  return values.length > SHOWN ? `${values.slice(0, SHOWN).join(', ')}, …` : values.join(', ');
}
