import type { Finding, SetupPlan } from '../../admin';
import { idOf, missing, planOf, type Wanted } from '../../shared/admin/wanted';
import { wrong } from '../../shared/findings';
import { HubSpotResponseError } from '../api/errors';
import { ACTIVITY_KEY } from '../records/fields';
import type { HubSpotSettings } from '../definition';
import { readKeyInfo } from './account';
import type { JsonApi } from '../api/json-api';
import { checkCompanies } from './check-companies';
import { wantedProperties, type ExistingObject } from './plan';
import { grantWords, scopesNamed } from './scopes';
import { ACTIVITY_OBJECTS, WANTED } from './wanted';

/**
 * HubSpot docs: Scopes. The properties of notes, tasks and calls are said to go with those of contacts; an account that
 * asks for other scopes names them in its refusal.
 */
const READ_SCOPE = 'crm.schemas.contacts.read';
const WRITE_SCOPE = 'crm.schemas.contacts.write';

/** @throws HubSpotResponseError when the key is wrong. */
export async function planSetup(api: JsonApi, settings: HubSpotSettings): Promise<SetupPlan> {
  const key = await readKeyInfo(api, settings);
  const { objects, refused } = await readObjects(api);
  const wanted = wantedProperties(api, WANTED, objects);
  const { steps, present, problems } = planOf(wanted, remedyFor);
  return {
    account: key.portalId ? `account ${key.portalId}` : 'the account of HUBSPOT_ACCESS_TOKEN',
    steps,
    present,
    problems: [
      ...missingScopes(key.scopes, refused, wanted),
      ...(await checkCompanies(api, settings, key)),
      ...problems,
    ],
    settings: (refusedSteps) => activityKeySettings(objects, refusedSteps),
  };
}

interface ReadObjects {
  /** Definitions and groups by object type. */
  objects: Record<string, ExistingObject>;
  /** Scopes HubSpot asks for, with the object types this key may not read without them. */
  refused: Map<string, string[]>;
}

export async function readObjects(api: JsonApi): Promise<ReadObjects> {
  const objects: Record<string, ExistingObject> = {};
  const refused = new Map<string, string[]>();
  const read = WANTED.map(({ object }) => readObject(api, object).catch(scopesOf));
  for (const [index, answer] of (await Promise.all(read)).entries()) {
    const { object } = WANTED[index]!;
    if (!Array.isArray(answer)) objects[object] = answer;
    else for (const scope of answer) refused.set(scope, [...(refused.get(scope) ?? []), object]);
  }
  return { objects, refused };
}

function scopesOf(error: unknown): string[] {
  if (error instanceof HubSpotResponseError && error.status === 403) return scopesNamed(error, READ_SCOPE);
  throw error;
}

async function readObject(api: JsonApi, object: string): Promise<ExistingObject> {
  type Answer = { results: ExistingObject['properties'] };
  const properties = (await api.get(`/crm/v3/properties/${object}`)) as Answer;
  const groups = (await api.get(`/crm/v3/properties/${object}/groups`)) as Answer;
  return { properties: properties.results, groups: groups.results.map(({ name }) => name) };
}

function missingScopes(
  granted: ReadonlySet<string> | undefined,
  refused: ReadObjects['refused'],
  wanted: readonly Wanted[],
): Finding[] {
  const findings = [...refused].map(([scope, objects]) =>
    lacks(scope, `read the properties of ${inWords(objects)}`),
  );
  const writes = missing(wanted).some(({ name }) => name.startsWith('contacts.'));
  const mayNotWrite = granted && writes && !granted.has(WRITE_SCOPE);
  return mayNotWrite ? [...findings, lacks(WRITE_SCOPE, 'make properties')] : findings;
}

function lacks(scope: string, what: string): Finding {
  return wrong(`The key lacks the scope ${scope}, which setup needs to ${what}`, grant([scope]));
}

function inWords(names: readonly string[]): string {
  return names.join(', ').replace(/, (?=[^,]*$)/, ' and ');
}

function grant(scopes: readonly string[]): string {
  return `${grantWords(scopes)}, run setup again; it may be taken away afterwards`;
}

function remedyFor(error: HubSpotResponseError, { name }: Wanted): string {
  if (error.status === 403) return grant(scopesNamed(error, WRITE_SCOPE));
  if (ACTIVITY_OBJECTS.some((object) => name.startsWith(`${object}.`))) {
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
    (object) => has[object] && !refused.has(idOf({ kind: 'property', name: `${object}.${ACTIVITY_KEY}` })),
  );
  return keyed ? { HUBSPOT_ACTIVITY_KEY: ACTIVITY_KEY } : {};
}
