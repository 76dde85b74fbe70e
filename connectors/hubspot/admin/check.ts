import type { CheckQuestion, Finding, Pipeline } from '../../admin';
import type { Scope } from '../../define';
import { replyFieldFindings, stageFindings } from '../../shared/admin/checks';
import { missing, nameOf, type Wanted } from '../../shared/admin/wanted';
import { listedOwnerFindings, type OwnerWords } from '../../shared/owners/check-owners';
import { findingsOf, hint, wrong } from '../../shared/findings';
import { unlessRefused } from '../../shared/http/response-error';
import { readOwners } from '../records/owners';
import { HubSpotResponseError, isScopeMissing } from '../api/errors';
import { definition, type HubSpotSettings } from '../definition';
import { readKeyInfo, type KeyInfo } from './account';
import type { JsonApi } from '../api/json-api';
import { checkActivityKey, checkUiDomain } from './check-settings';
import { checkCompanies } from './check-companies';
import { wantedProperties, type ExistingObject } from './plan';
import { KEY_PLACE, grantWords, scopesNamed } from './scopes';
import { readObjects } from './setup';
import { WANTED } from './wanted';

/** Everything that can be known without writing a record. */
export async function checkAccount(
  api: JsonApi,
  settings: HubSpotSettings,
  question: CheckQuestion,
): Promise<Finding[]> {
  const key = await unlessRefused(readKeyInfo(api, settings), [401]);
  if (!key) return [WRONG_KEY];
  const portal = key.portalId;
  const { portalId } = settings;
  const ofKey = [
    checkScopes(key, settings),
    portal &&
      portalId &&
      portal !== portalId &&
      wrong(
        `HUBSPOT_PORTAL_ID is ${portalId}, and the key belongs to account ${portal}`,
        `Set HUBSPOT_PORTAL_ID=${portal}, or remove it: the connector asks HubSpot itself`,
      ),
    checkUiDomain(settings),
    await checkOwners(api, settings, question, key),
    await checkTitleObject(api, settings, key),
    await checkCompanies(api, settings, key),
  ];
  const { objects } = await readObjects(api);
  return findingsOf(
    ofKey,
    checkProperties(wantedProperties(api, WANTED, objects)),
    checkActivityKey(objects, settings),
    checkReplyFields(objects.contacts, settings),
  );
}

const WRONG_KEY: Finding = {
  ...wrong(
    'HubSpot does not know HUBSPOT_ACCESS_TOKEN: it is wrong, expired or revoked',
    `${KEY_PLACE}: copy the key into HUBSPOT_ACCESS_TOKEN or its parameter`,
  ),
  credential: true,
};

const lacks = (scope: string): Finding => wrong(`The key lacks the scope ${scope}`, grantWords([scope]));

function checkScopes({ scopes, missing }: KeyInfo, { titleObject }: HubSpotSettings): Finding[] {
  if (!scopes) {
    const what = 'HubSpot does not tell this kind of key its scopes; those to write are not checked';
    return [...missing.map(lacks), hint(what, 'Compare them with docs/connectors/hubspot.md by hand')];
  }
  const isNeeded = ({ needed }: Scope) =>
    needed === 'always' ||
    (typeof needed === 'object' && needed.with === `HUBSPOT_TITLE_OBJECT=${titleObject}`);
  const needed = definition.scopes.filter(isNeeded).map(({ scope }) => scope);
  return needed.filter((scope) => !scopes.has(scope)).map(lacks);
}

/** What HubSpot refuses of a key whose scopes are not known; of any other key the scopes are findings already. */
function lacking(key: KeyInfo, error: unknown, scope: string): Finding[] {
  if (!(error instanceof HubSpotResponseError) || error.status !== 403) throw error;
  return key.scopes ? [] : scopesNamed(error, scope).map(lacks);
}

/** Leads and deals can be read with the right scope and in an account that has them: leads need Sales Hub Professional. */
async function checkTitleObject(
  api: JsonApi,
  { titleObject, dealPipeline: pipeline, dealStage: stage }: HubSpotSettings,
  key: KeyInfo,
): Promise<Finding[]> {
  if (titleObject === 'contact') return [];
  const refused = await api.get(`/crm/v3/objects/${titleObject}s?limit=1`).then(
    () => [],
    (error: unknown) =>
      isTierMissing(error)
        ? [withoutTier(titleObject)]
        : lacking(key, error, `crm.objects.${titleObject}s.read`),
  );
  const names = { pipeline: 'HUBSPOT_DEAL_PIPELINE', stage: 'HUBSPOT_DEAL_STAGE' };
  const pipelines = titleObject === 'deal' ? await readPipelines(api) : undefined;
  return [...refused, ...stageFindings(pipelines, { pipeline, stage }, names)];
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

const OWNER_WORDS: OwnerWords = {
  crm: definition,
  isNobody: 'is no active HubSpot user',
  nameDefault: 'Name the login or owner id of an active user: Settings → Users & Teams',
  heir: 'nobody',
};

function checkOwners(
  api: JsonApi,
  settings: HubSpotSettings,
  { logins }: CheckQuestion,
  key: KeyInfo,
): Promise<Finding[]> {
  return readOwners(api).then(
    (owners) => listedOwnerFindings(OWNER_WORDS, settings, logins, owners),
    (error: unknown) => lacking(key, error, 'crm.objects.owners.read'),
  );
}

/** HubSpot docs: Pipelines API. */
export async function readPipelines(api: JsonApi): Promise<readonly Pipeline[] | undefined> {
  const answer = await unlessRefused(api.get('/crm/v3/pipelines/deals'), [403]);
  if (!answer) return undefined;
  const { results } = answer as { results: { id: string; stages: { id: string }[] }[] };
  return results.map(({ id, stages }) => ({ id, stages: stages.map((stage) => stage.id) }));
}

function checkProperties(wanted: readonly Wanted[]): Finding[] {
  const problems = wanted.flatMap(({ problem }) => problem ?? []);
  const lacking = missing(wanted, 'property').map(nameOf);
  if (lacking.length === 0) return problems;
  const what = `The account lacks ${lacking.length} properties the connector can use: ${lacking.join(', ')}`;
  return [...problems, hint(what, 'Run `jivochat-crm setup hubspot`')];
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
  return replyFieldFindings(
    'HUBSPOT_REPLY_FIELDS',
    replyFields.filter(([, property]) => !defined.has(property)),
    'contacts have no such property',
    'Take the internal name from Settings → Properties, or remove the field',
  );
}
