import type { CheckQuestion, Finding } from '../../admin';
import { hint, wrong } from '../../shared/findings';
import { key } from '../records/fields';
import type { SalesforceSettings } from '../definition';
import type { AdminApi, Described, DescribedField } from './api';
import { checkOwners } from './check-owners';
import { checkRules } from './check-rules';
import { checkValues, type Named } from './check-values';
import { planFields } from './plan';
import { readExisting } from './setup';
import { wantedFields } from './wanted';

/** Filled with every lead, whatever the settings. */
const ALWAYS_FILLED = new Set(['lastname', 'company']);
const OBJECTS = ['Lead', 'Contact', 'Task'] as const;

type Objects = Readonly<Partial<Record<(typeof OBJECTS)[number], Described>>>;

/** Beside the settings, what the check needs to know. */
export interface Configured extends Named {
  /** Written to every new lead. */
  leadSource: string;
}

/** Everything that can be known without writing a record. */
export async function checkOrg(
  api: AdminApi,
  settings: SalesforceSettings,
  question: CheckQuestion,
  configured: Configured,
): Promise<Finding[]> {
  const described = await Promise.all(OBJECTS.map(async (name) => [name, await api.describe(name)] as const));
  const objects: Objects = Object.fromEntries(described);
  return [
    ...checkAccess(objects),
    ...(await checkOwners(api, settings, question)),
    ...(await checkReplyFields(api, objects, settings)),
    ...checkLeadFieldFields(objects, settings),
    ...checkRequired(objects, settings),
    ...checkLeadSource(objects.Lead, configured.leadSource),
    ...checkValues(objects, settings, configured),
    ...(await checkRules(api, settings)),
    ...(await checkSetup(api, objects, settings)),
  ];
}

function checkAccess(objects: Objects): Finding[] {
  return OBJECTS.flatMap((name) => {
    const object = objects[name];
    if (object?.updateable && (object.createable || name === 'Contact')) return [];
    return [
      wrong(
        `The integration user may not ${object ? 'create and edit' : 'see'} the object ${name}`,
        `Give it a permission set with read, create and edit for ${name} (Setup → Permission Sets → Object Settings)`,
      ),
    ];
  });
}

function find(object: Described | undefined, name: string): DescribedField | undefined {
  return object?.fields.find((field) => key(field.name) === key(name));
}

async function checkReplyFields(
  api: AdminApi,
  objects: Objects,
  { replyFields }: SalesforceSettings,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [title, path] of replyFields) {
    const seen = await Promise.all(
      [objects.Lead, objects.Contact].map((object) => leadsTo(api, object, path)),
    );
    if (seen.includes(true)) continue;
    findings.push(
      wrong(
        `SALESFORCE_REPLY_FIELDS shows ${path} as "${title}", and neither Lead nor Contact shows the integration user such a field`,
        'Take the API name from Object Manager, and give the integration user read access to the field',
      ),
    );
  }
  return findings;
}

/** Follows `Account.Name` from object to object. */
async function leadsTo(api: AdminApi, object: Described | undefined, path: string): Promise<boolean> {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) return find(object, head) !== undefined;
  const link = object?.fields.find(({ relationshipName }) => key(relationshipName ?? '') === key(head));
  for (const target of link?.referenceTo ?? []) {
    if (await leadsTo(api, await api.describe(target), rest.join('.'))) return true;
  }
  return false;
}

function checkLeadFieldFields(
  { Lead }: Objects,
  { factFields, externalIdField }: SalesforceSettings,
): Finding[] {
  if (!Lead) return [];
  const findings = Object.entries(factFields)
    .filter(([, field]) => !find(Lead, field)?.updateable)
    .map(([leadField, field]) =>
      wrong(
        `SALESFORCE_FACT_FIELDS puts ${leadField} into ${field}, which the integration user ${find(Lead, field) ? 'may not edit' : 'does not see'} on Lead`,
        'Run `jivochat-crm setup salesforce`, which makes the field and gives access; or correct the name',
      ),
    );
  if (!externalIdField) return findings;
  const field = find(Lead, externalIdField);
  if (field?.externalId && field.unique) return findings;
  return [
    ...findings,
    wrong(
      field
        ? `SALESFORCE_EXTERNAL_ID_FIELD ${externalIdField} is not External ID and Unique: two leads of one visitor are possible`
        : `SALESFORCE_EXTERNAL_ID_FIELD ${externalIdField} is no field of Lead the integration user sees`,
      field
        ? `Setup → Object Manager → Lead → Fields: edit ${externalIdField}, tick External ID and Unique`
        : 'Run `jivochat-crm setup salesforce`, which makes the field and gives access; or correct the name',
    ),
  ];
}

/** Required: must be given, may not be empty, and Salesforce does not fill it itself. */
function isRequired({ createable, nillable, defaultedOnCreate }: DescribedField): boolean {
  return createable && !nillable && !defaultedOnCreate;
}

function checkRequired({ Lead, Task }: Objects, { requiredDefaults }: SalesforceSettings): Finding[] {
  const given = new Set([...ALWAYS_FILLED, ...requiredDefaults.Lead.map(([field]) => key(field))]);
  const givenToTask = new Set(requiredDefaults.Task.map(([field]) => key(field)));
  const ofLead = (Lead?.fields ?? [])
    .filter((field) => isRequired(field) && !given.has(key(field.name)))
    .map(({ name }) =>
      wrong(
        `Every lead must have ${name}, and the connector does not know what to write there`,
        `Add ${name}=<value> to SALESFORCE_REQUIRED_DEFAULTS, or make the field optional`,
      ),
    );
  const ofTask = (Task?.fields ?? [])
    .filter((field) => isRequired(field) && !givenToTask.has(key(field.name)))
    .map(({ name }) =>
      wrong(
        `Every task must have ${name}, which the connector does not fill`,
        `Add Task.${name}=<value> to SALESFORCE_REQUIRED_DEFAULTS, or make the field optional`,
      ),
    );
  const unknown = Object.entries({ Lead, Task }).flatMap(([object, described]) =>
    requiredDefaults[object as 'Lead' | 'Task']
      .filter(([field]) => described && !find(described, field)?.createable)
      .map(([field]) =>
        wrong(
          `SALESFORCE_REQUIRED_DEFAULTS fills ${field}, which the integration user cannot write on ${object}`,
          'Correct the API name, give access to the field, or remove the pair',
        ),
      ),
  );
  return [...ofLead, ...ofTask, ...unknown];
}

function checkLeadSource(Lead: Described | undefined, leadSource: string): Finding[] {
  const field = find(Lead, 'LeadSource');
  if (!field?.restrictedPicklist) return [];
  if (field.picklistValues.some(({ value, active }) => active && value === leadSource)) return [];
  return [
    wrong(
      `Lead Source takes only values of its list, and ${leadSource} is not among them: leads are saved without source`,
      `Setup → Object Manager → Lead → Lead Source: add ${leadSource}; or set LEAD_SOURCE to a value of the list`,
    ),
  ];
}

/** What setup would make is a hint; a user who may not look at the set-up is as it should be. */
async function checkSetup(
  api: AdminApi,
  { Lead }: Objects,
  settings: SalesforceSettings,
): Promise<Finding[]> {
  const { userId } = await api.me();
  const all = wantedFields(settings);
  // A field of the settings that the lead lacks is a finding already.
  const found = all
    .filter(
      ({ object, leadField, name }) =>
        object === 'Lead' && isConfigured(settings, leadField) && !find(Lead, name),
    )
    .map(({ leadField }) => leadField);
  const wanted = all.filter(
    ({ object, leadField }) =>
      !found.includes(leadField) && !(object === 'Lead' && isConfigured(settings, leadField)),
  );
  const { steps } = planFields(wanted, await readExisting(api, wanted, userId));
  const missing = steps.flatMap((step) =>
    step.kind === 'field' ? [`${step.field.object}.${step.field.name}`] : [],
  );
  const unused = wanted.filter(
    ({ object, leadField }) => object === 'Lead' && !isConfigured(settings, leadField),
  );
  if (missing.length > 0) {
    return [
      hint(
        `The org lacks ${missing.length} fields the connector can use: ${missing.join(', ')}`,
        'Run `jivochat-crm setup salesforce`',
      ),
    ];
  }
  if (unused.length === 0) return [];
  return [
    hint(
      `The settings do not use these fields of the org: ${unused.map(({ name }) => name).join(', ')}`,
      'Run `jivochat-crm setup salesforce`: it prints the settings',
    ),
  ];
}

function isConfigured({ factFields, externalIdField }: SalesforceSettings, leadField: string): boolean {
  if (leadField === 'visitorKey') return Boolean(externalIdField);
  return Object.hasOwn(factFields, leadField);
}
