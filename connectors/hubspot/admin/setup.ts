import type { Finding, SetupPlan, StepOutcome } from '../../admin';
import { HubSpotResponseError } from '../api/errors';
import { ACTIVITY_KEY } from '../records/fields';
import type { HubSpotSettings } from '../definition';
import { readKeyInfo } from './account';
import type { AdminApi } from './api';
import { planProperties, stepWords, type ExistingObject, type HubSpotStep } from './plan';
import { grantWords, scopesNamed } from './scopes';
import { ACTIVITY_OBJECTS, GROUP, WANTED } from './wanted';

/**
 * HubSpot docs: Scopes. The properties of notes, tasks and calls are said to go with those of contacts; an account that
 * asks for other scopes names them in its refusal.
 */
const READ_SCOPE = 'crm.schemas.contacts.read';
const WRITE_SCOPE = 'crm.schemas.contacts.write';

/** @throws HubSpotResponseError when the key is wrong. */
export async function planSetup(api: AdminApi, settings: HubSpotSettings): Promise<SetupPlan> {
  const { portalId, scopes } = await readKeyInfo(api, settings);
  const { objects, refused } = await readObjects(api);
  const { steps, present, problems } = planProperties(WANTED, objects);
  return {
    account: portalId ? `account ${portalId}` : 'the account of HUBSPOT_ACCESS_TOKEN',
    present,
    problems: [...missingScopes(scopes, refused, steps), ...problems],
    steps: steps.map((step) => ({
      id: stepId(step),
      what: stepWords(step),
      purpose: step.purpose,
      make: () => make(api, step),
    })),
    settings: (refusedSteps) => activityKeySettings(objects, refusedSteps),
  };
}

export interface ReadObjects {
  /** Definitions and groups by object type. */
  objects: Record<string, ExistingObject>;
  /** Object types this key may not read, with the scopes HubSpot asks for. */
  refused: Record<string, string[]>;
}

export async function readObjects(api: AdminApi): Promise<ReadObjects> {
  const objects: [string, ExistingObject][] = [];
  const refused: [string, string[]][] = [];
  await Promise.all(
    WANTED.map(async ({ object }) => {
      try {
        objects.push([object, await readObject(api, object)]);
      } catch (error) {
        if (!(error instanceof HubSpotResponseError) || error.status !== 403) throw error;
        refused.push([object, scopesNamed(error, READ_SCOPE)]);
      }
    }),
  );
  return { objects: Object.fromEntries(objects), refused: Object.fromEntries(refused) };
}

async function readObject(api: AdminApi, object: string): Promise<ExistingObject> {
  type Answer = { results: ExistingObject['properties'] };
  const properties = (await api.get(`/crm/v3/properties/${object}`)) as Answer;
  const groups = (await api.get(`/crm/v3/properties/${object}/groups`)) as Answer;
  return { properties: properties.results, groups: groups.results.map(({ name }) => name) };
}

function missingScopes(
  granted: ReadonlySet<string> | undefined,
  refused: ReadObjects['refused'],
  steps: readonly HubSpotStep[],
): Finding[] {
  const needed = new Map<string, string[]>();
  for (const { object } of WANTED) {
    for (const scope of refused[object] ?? []) needed.set(scope, [...(needed.get(scope) ?? []), object]);
  }
  const findings = [...needed].map(([scope, objects]) =>
    lacks(scope, `read the properties of ${inWords(objects)}`),
  );
  const writes = steps.some(({ object }) => object === 'contacts');
  const mayNotWrite = granted && writes && !granted.has(WRITE_SCOPE);
  return mayNotWrite ? [...findings, lacks(WRITE_SCOPE, 'make properties')] : findings;
}

function lacks(scope: string, what: string): Finding {
  return {
    level: 'wrong',
    what: `The key lacks the scope ${scope}, which setup needs to ${what}`,
    remedy: grant([scope]),
  };
}

function inWords(names: readonly string[]): string {
  return names.join(', ').replace(/, (?=[^,]*$)/, ' and ');
}

function grant(scopes: readonly string[]): string {
  return `${grantWords(scopes)}, run setup again; it may be taken away afterwards`;
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

function remedyFor(step: HubSpotStep, error: HubSpotResponseError): string {
  if (error.status === 403) return grant(scopesNamed(error, WRITE_SCOPE));
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
