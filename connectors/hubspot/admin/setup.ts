import type { Finding, SetupPlan, StepOutcome } from '../../admin';
import { HubSpotResponseError } from '../errors';
import { ACTIVITY_KEY } from '../properties';
import type { HubSpotSettings } from '../settings';
import { readKeyInfo } from './account';
import { ifAllowed, type AdminApi } from './api';
import { planProperties, stepWords, type ExistingObject, type HubSpotStep } from './plan';
import { ACTIVITY_OBJECTS, GROUP, WANTED } from './wanted';

/** HubSpot docs: Scopes; the properties of notes, tasks and calls go with those of contacts. */
const READ_SCOPE = 'crm.schemas.contacts.read';
const WRITE_SCOPE = 'crm.schemas.contacts.write';

/** @throws HubSpotResponseError when the key is wrong. */
export async function planSetup(api: AdminApi, settings: HubSpotSettings): Promise<SetupPlan> {
  const key = await readKeyInfo(api, settings);
  const has = await readObjects(api);
  const { steps, present, problems } = planProperties(WANTED, has);
  return {
    account: key ? `account ${key.portalId}` : 'the account of HUBSPOT_ACCESS_TOKEN',
    present,
    problems: [...missingScopes(key?.scopes, has, steps.length > 0), ...problems],
    steps: steps.map((step) => ({
      id: stepId(step),
      what: stepWords(step),
      purpose: step.purpose,
      make: () => make(api, step),
    })),
    settings: (refused) => activityKeySettings(has, refused),
  };
}

/** Definitions and groups by object type; object types this key may not read are absent. */
export async function readObjects(api: AdminApi): Promise<Record<string, ExistingObject>> {
  const read = await Promise.all(
    WANTED.map(async ({ object }) => [object, await ifAllowed(readObject(api, object))] as const),
  );
  return Object.fromEntries(read.filter((entry): entry is [string, ExistingObject] => Boolean(entry[1])));
}

async function readObject(api: AdminApi, object: string): Promise<ExistingObject> {
  type Answer = { results: ExistingObject['properties'] };
  const properties = (await api.get(`/crm/v3/properties/${object}`)) as Answer;
  const groups = (await api.get(`/crm/v3/properties/${object}/groups`)) as Answer;
  return { properties: properties.results, groups: groups.results.map(({ name }) => name) };
}

function missingScopes(
  granted: ReadonlySet<string> | undefined,
  has: Readonly<Record<string, ExistingObject>>,
  writes: boolean,
): Finding[] {
  const missing = [
    ...(Object.keys(has).length < WANTED.length ? [READ_SCOPE] : []),
    ...(granted && writes && !granted.has(WRITE_SCOPE) ? [WRITE_SCOPE] : []),
  ];
  return missing.map((scope) => ({
    level: 'wrong',
    what: `The key lacks the scope ${scope}, which setup needs`,
    remedy: grant(scope),
  }));
}

function grant(scope: string): string {
  return `Settings → Integrations → Service keys (or your private app) → Scopes: add ${scope}, run setup again; it may be taken away afterwards`;
}

async function make(api: AdminApi, step: HubSpotStep): Promise<StepOutcome> {
  const path = `/crm/v3/properties/${step.object}`;
  try {
    if (step.kind === 'group') {
      await api.post(`${path}/groups`, { name: step.name, label: step.label, displayOrder: -1 });
    } else {
      await api.post(path, { ...step.definition, groupName: GROUP.name, formField: false, options: [] });
    }
    return { outcome: 'made' };
  } catch (error) {
    if (!(error instanceof HubSpotResponseError)) throw error;
    if (error.status === 409) return { outcome: 'exists' };
    if (![400, 403].includes(error.status)) throw error;
    return { outcome: 'refused', words: error.body.message ?? error.message, remedy: remedyFor(step, error) };
  }
}

function remedyFor(step: HubSpotStep, { status }: HubSpotResponseError): string {
  if (status === 403) return grant(WRITE_SCOPE);
  if (ACTIVITY_OBJECTS.includes(step.object)) {
    return 'Nothing to do: without it the connector looks through the contact’s activities after a failure';
  }
  return 'Mend what HubSpot names, such as a limit of custom properties, and run setup again';
}

/** The key is worth sending as soon as one kind of activity has it. */
function activityKeySettings(
  has: Readonly<Record<string, ExistingObject>>,
  refused: ReadonlySet<string>,
): Record<string, string> {
  const keyed = ACTIVITY_OBJECTS.some(
    (object) => has[object] && !refused.has(`property ${object} ${ACTIVITY_KEY}`),
  );
  return keyed ? { HUBSPOT_ACTIVITY_KEY: ACTIVITY_KEY } : {};
}

function stepId(step: HubSpotStep): string {
  return `${step.kind} ${step.object} ${step.kind === 'group' ? step.name : step.definition.name}`;
}
