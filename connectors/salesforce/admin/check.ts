import type { CheckQuestion, Finding, Pipeline } from '../../admin';
import type { ConnectorSession } from '../../connector';
import { replyFieldFindings } from '../../shared/admin/checks';
import { missing } from '../../shared/admin/wanted';
import { findingsOf, hint, wrong, type Checked } from '../../shared/findings';
import { ownerFindings, unmapped, type OwnerWords } from '../../shared/owners/check-owners';
import { key } from '../records/fields';
import { definition, type SalesforceSettings } from '../definition';
import { OPPORTUNITY } from '../sales/opportunities';
import { fieldOf, type AdminApi, type Described } from './api';
import { checkLeadFields, checkVisitorKey } from './check-lead-fields';
import { checkRules } from './check-rules';
import { activeValues, checkLeadSource, checkRequired, checkValues, type Named } from './check-values';
import { wantedOf } from './plan';
import { readExisting } from './setup';
import { wantedFields, type WantedField } from './wanted';

const OBJECTS = ['Lead', 'Contact', 'Task'] as const;

type Objects = Readonly<Partial<Record<(typeof OBJECTS)[number], Described>>>;

/** As events find them. */
type Owners = Pick<ConnectorSession, 'findOwners'>;

/** Beside the settings, what the check needs to know. */
interface Configured extends Named {
  /** Written to every new lead. */
  leadSource: string;
  owners: Owners;
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
  return findingsOf(
    checkAccess(objects),
    await checkOwners(configured.owners, settings, question),
    await checkReplyFields(api, objects, settings),
    checkLeadFields(objects.Lead, settings),
    checkVisitorKey(objects.Lead, settings),
    checkRequired(objects, settings),
    checkLeadSource(objects.Lead, configured.leadSource),
    checkValues(objects, settings, configured),
    await checkRules(api, settings),
    await checkSetup(api, objects, settings),
  );
}

/** The stages of opportunities; without an id, as an org has no pipelines. */
export async function readStages(api: AdminApi): Promise<readonly Pipeline[] | undefined> {
  const stage = fieldOf(await api.describe(OPPORTUNITY), 'StageName');
  return stage && [{ stages: activeValues(stage) }];
}

function checkAccess(objects: Objects): Checked {
  return OBJECTS.map((name) => {
    const object = objects[name];
    return (
      !(object?.updateable && (object.createable || name === 'Contact')) &&
      wrong(
        `The integration user may not ${object ? 'create and edit' : 'see'} the object ${name}`,
        `Give it a permission set with read, create and edit for ${name} (Setup → Permission Sets → Object Settings)`,
      )
    );
  });
}

const OWNER_WORDS: OwnerWords = {
  crm: definition,
  isNobody: 'is neither an active user nor a queue for leads',
  nameDefault:
    'Name the login of an active user (Setup → Users) or a queue whose supported objects include Lead',
  heir: 'the integration user',
};

/** Logins of the settings and the question that match no active user and no queue for leads. */
async function checkOwners(
  { findOwners }: Owners,
  settings: SalesforceSettings,
  { logins }: CheckQuestion,
): Promise<Finding[]> {
  const { defaultOwner, ownerMap } = settings;
  const all = [...(defaultOwner ? [defaultOwner] : []), ...ownerMap.values(), ...unmapped(logins, ownerMap)];
  if (all.length === 0) return [];
  const known = await findOwners(all);
  return ownerFindings(OWNER_WORDS, settings, logins, (login) => known.has(login));
}

async function checkReplyFields(
  api: AdminApi,
  { Lead, Contact }: Objects,
  { replyFields }: SalesforceSettings,
): Promise<Finding[]> {
  const isSeen = async ([, path]: readonly [string, string]) =>
    (await leadsTo(api, Lead, path)) || leadsTo(api, Contact, path);
  const seen = await Promise.all(replyFields.map(isSeen));
  return replyFieldFindings(
    'SALESFORCE_REPLY_FIELDS',
    replyFields.filter((_field, index) => !seen[index]),
    'neither Lead nor Contact shows the integration user such a field',
    'Take the API name from Object Manager, and give the integration user read access to the field',
  );
}

/** Follows `Account.Name` from object to object. */
async function leadsTo(api: AdminApi, object: Described | undefined, path: string): Promise<boolean> {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) return fieldOf(object, head) !== undefined;
  const link = object?.fields.find(({ relationshipName }) => key(relationshipName ?? '') === key(head));
  for (const target of link?.referenceTo ?? []) {
    if (await leadsTo(api, await api.describe(target), rest.join('.'))) return true;
  }
  return false;
}

/** What setup would make is a hint; a user who may not look at the set-up is as it should be. */
async function checkSetup(api: AdminApi, { Lead }: Objects, settings: SalesforceSettings): Promise<Checked> {
  const { userId } = await api.me();
  const all = wantedFields(settings);
  const isSet = ({ object, leadField }: WantedField) =>
    object === 'Lead' &&
    (leadField === 'visitorKey'
      ? Boolean(settings.externalIdField)
      : Object.hasOwn(settings.factFields, leadField));
  // A field of the settings that the lead lacks is a finding already.
  const found = all.filter((field) => isSet(field) && !fieldOf(Lead, field.name));
  const wanted = all.filter(
    (field) => !isSet(field) && !found.some(({ leadField }) => leadField === field.leadField),
  );
  const has = await readExisting(api, wanted, userId);
  const lacking = missing(wantedOf(api, userId, wanted, has), 'field').map(({ name }) => name);
  if (lacking.length > 0) {
    const what = `The org lacks ${lacking.length} fields the connector can use: ${lacking.join(', ')}`;
    return hint(what, 'Run `jivochat-crm setup salesforce`');
  }
  const unused = wanted.filter(({ object }) => object === 'Lead').map(({ name }) => name);
  const what = `The settings do not use these fields of the org: ${unused.join(', ')}`;
  return unused.length > 0 && hint(what, 'Run `jivochat-crm setup salesforce`: it prints the settings');
}
