import type { CheckQuestion, Finding } from '../../admin';
import { ownerFindings, type OwnerWords } from '../../shared/owners/check-owners';
import { hint, wrong } from '../../shared/findings';
import { HubSpotResponseError, isScopeMissing } from '../api/errors';
import { definition, type HubSpotSettings } from '../definition';
import { readKeyInfo, type KeyInfo } from './account';
import { ifAllowed, type AdminApi } from './api';
import { checkActivityKey, checkUiDomain } from './check-settings';
import { planProperties, stepWords, type ExistingObject } from './plan';
import { KEY_PLACE, grantWords, scopesNamed } from './scopes';
import { readObjects } from './setup';
import { WANTED } from './wanted';

/** Everything that can be known without writing a record. */
export async function checkAccount(
  api: AdminApi,
  settings: HubSpotSettings,
  question: CheckQuestion,
): Promise<Finding[]> {
  let key: KeyInfo;
  try {
    key = await readKeyInfo(api, settings);
  } catch (error) {
    if (error instanceof HubSpotResponseError && error.status === 401) return [wrongKey()];
    throw error;
  }
  const findings = [
    ...checkScopes(key, settings),
    ...checkPortal(key, settings),
    ...checkUiDomain(settings),
    ...(await checkOwners(api, settings, question, key)),
    ...(await checkTitleObject(api, settings, key)),
    ...(await checkCompanies(api, settings, key)),
    ...(await checkPipeline(api, settings)),
  ];
  const { objects } = await readObjects(api);
  return [
    ...findings,
    ...checkProperties(objects),
    ...checkActivityKey(objects, settings),
    ...checkReplyFields(objects.contacts, settings),
  ];
}

function wrongKey(): Finding {
  const finding = wrong(
    'HubSpot does not know HUBSPOT_ACCESS_TOKEN: it is wrong, expired or revoked',
    `${KEY_PLACE}: copy the key into HUBSPOT_ACCESS_TOKEN or its parameter`,
  );
  return { ...finding, credential: true };
}

const lacks = (scope: string): Finding => wrong(`The key lacks the scope ${scope}`, grantWords([scope]));

function checkScopes({ scopes, missing }: KeyInfo, { titleObject }: HubSpotSettings): Finding[] {
  if (!scopes) {
    return [
      ...missing.map(lacks),
      hint(
        'HubSpot does not tell this kind of key its scopes; those to write are not checked',
        'Compare them with the README by hand',
      ),
    ];
  }
  return definition.scopes
    .filter(
      ({ needed }) =>
        needed === 'always' ||
        (typeof needed === 'object' && needed.with === `HUBSPOT_TITLE_OBJECT=${titleObject}`),
    )
    .filter(({ scope }) => !scopes.has(scope))
    .map(({ scope }) => lacks(scope));
}

/** What HubSpot refuses of a key whose scopes are not known; of any other key the scopes are findings already. */
function lacking(key: KeyInfo, error: unknown, scope: string): Finding[] {
  if (!(error instanceof HubSpotResponseError) || error.status !== 403) throw error;
  return key.scopes ? [] : scopesNamed(error, scope).map(lacks);
}

/** Leads and deals can be read with the right scope and in an account that has them: leads need Sales Hub Professional. */
async function checkTitleObject(
  api: AdminApi,
  { titleObject }: HubSpotSettings,
  key: KeyInfo,
): Promise<Finding[]> {
  if (titleObject === 'contact') return [];
  try {
    await api.get(`/crm/v3/objects/${titleObject}s?limit=1`);
    return [];
  } catch (error) {
    if (isTierMissing(error)) return [withoutTier(titleObject)];
    return lacking(key, error, `crm.objects.${titleObject}s.read`);
  }
}

const OF_COMPANIES = ['crm.objects.companies.read', 'crm.objects.companies.write'];

/** Nothing is lost without them but the tie to the company: whoever does not want it need not grant anything. */
async function checkCompanies(
  api: AdminApi,
  { company }: HubSpotSettings,
  { scopes }: KeyInfo,
): Promise<Finding[]> {
  if (company === 'off') return [];
  const isRefused = async () => !(await ifAllowed(api.get('/crm/v3/objects/companies?limit=1')));
  const missing = OF_COMPANIES.filter((scope) => scopes && !scopes.has(scope));
  if (!scopes && (await isRefused())) missing.push(...OF_COMPANIES);
  if (missing.length === 0) return [];
  return [
    hint(
      `The key lacks ${missing.join(', ')}: contacts are not tied to their companies`,
      `${grantWords(missing)}, or set HUBSPOT_COMPANY=off`,
    ),
  ];
}

function isTierMissing(error: unknown): boolean {
  if (!(error instanceof HubSpotResponseError)) return false;
  return [400, 404].includes(error.status) || (error.status === 403 && !isScopeMissing(error));
}

function withoutTier(titleObject: 'lead' | 'deal'): Finding {
  const needs = titleObject === 'lead' ? ' (Sales Hub Professional or higher, and leads set up)' : '';
  return wrong(
    `HUBSPOT_TITLE_OBJECT=${titleObject}, and the account does not have ${titleObject}s${needs}: contacts are saved without one`,
    'Set HUBSPOT_TITLE_OBJECT=contact, or have the account upgraded',
  );
}

function checkPortal(key: KeyInfo, { portalId }: HubSpotSettings): Finding[] {
  if (!key.portalId || !portalId || key.portalId === portalId) return [];
  return [
    wrong(
      `HUBSPOT_PORTAL_ID is ${portalId}, and the key belongs to account ${key.portalId}`,
      `Set HUBSPOT_PORTAL_ID=${key.portalId}, or remove it: the connector asks HubSpot itself`,
    ),
  ];
}

interface Owner {
  id: string;
  email?: string;
  archived?: boolean;
}

const OWNER_WORDS: OwnerWords = {
  label: 'HubSpot',
  prefix: 'HUBSPOT',
  isNobody: 'is no active HubSpot user',
  nameDefault: 'Name the login or owner id of an active user: Settings → Users & Teams',
  heir: 'nobody',
};

async function checkOwners(
  api: AdminApi,
  settings: HubSpotSettings,
  { logins }: CheckQuestion,
  key: KeyInfo,
): Promise<Finding[]> {
  let owners: Owner[];
  try {
    owners = await api.list<Owner>('/crm/v3/owners');
  } catch (error) {
    return lacking(key, error, 'crm.objects.owners.read');
  }
  const active = new Set(
    owners
      .filter(({ archived }) => !archived)
      .flatMap(({ id, email = '' }) => [id, email.toLowerCase()].filter(Boolean)),
  );
  return ownerFindings(OWNER_WORDS, settings, logins, (login) => active.has(login.toLowerCase()));
}

interface Pipeline {
  id: string;
  stages: { id: string }[];
}

async function checkPipeline(api: AdminApi, settings: HubSpotSettings): Promise<Finding[]> {
  const { titleObject, dealPipeline, dealStage } = settings;
  if (titleObject !== 'deal') return [];
  const answer = await ifAllowed(api.get('/crm/v3/pipelines/deals'));
  if (!answer) return [];
  const pipelines = (answer as { results: Pipeline[] }).results;
  const pipeline = pipelines.find(({ id }) => id === dealPipeline);
  if (!pipeline) {
    const known = pipelines.map(({ id }) => id).join(', ');
    return [
      wrong(
        `HUBSPOT_DEAL_PIPELINE ${dealPipeline} does not exist`,
        `Take one of these internal ids: ${known}`,
      ),
    ];
  }
  if (pipeline.stages.some(({ id }) => id === dealStage)) return [];
  const stages = pipeline.stages.map(({ id }) => id).join(', ');
  return [
    wrong(
      `HUBSPOT_DEAL_STAGE ${dealStage} is no stage of the pipeline ${dealPipeline}`,
      `Take one of these internal ids: ${stages}`,
    ),
  ];
}

function checkProperties(objects: Readonly<Record<string, ExistingObject>>): Finding[] {
  const { steps, problems } = planProperties(WANTED, objects);
  const missing = steps.filter(({ kind }) => kind === 'property');
  if (missing.length === 0) return problems;
  const names = missing.map((step) => stepWords(step).replace('property ', ''));
  return [
    ...problems,
    hint(
      `The account lacks ${names.length} properties the connector can use: ${names.join(', ')}`,
      'Run `jivochat-crm setup hubspot`',
    ),
  ];
}

function checkReplyFields(contacts: ExistingObject | undefined, { replyFields }: HubSpotSettings): Finding[] {
  if (!contacts) {
    return [
      hint(
        'The key may not read property definitions; reply fields and properties are not checked',
        'Grant crm.schemas.contacts.read for the check',
      ),
    ];
  }
  const defined = new Set(contacts.properties.map(({ name }) => name));
  return replyFields
    .filter(([, property]) => !defined.has(property))
    .map(([title, property]) =>
      wrong(
        `HUBSPOT_REPLY_FIELDS shows ${property} as "${title}", and contacts have no such property`,
        'Take the internal name from Settings → Properties, or remove the field',
      ),
    );
}
