import type { Finding } from '../../admin';
import { GROUP, type WantedObject, type WantedProperty } from './wanted';

/** Of a property's definition, what decides whether the connector can use it. */
export interface ExistingProperty {
  name: string;
  type: string;
  hasUniqueValue?: boolean;
}

/** What an object type of the account has. */
export interface ExistingObject {
  groups: readonly string[];
  properties: readonly ExistingProperty[];
}

export type HubSpotStep =
  | { kind: 'group'; object: string; purpose: string; name: string; label: string }
  | { kind: 'property'; object: string; purpose: string; definition: WantedProperty };

export interface HubSpotPlan {
  steps: HubSpotStep[];
  present: string[];
  problems: Finding[];
}

/** What is missing: groups before their properties. @param has by object type; one that could not be read is absent. */
export function planProperties(
  wanted: readonly WantedObject[],
  has: Readonly<Record<string, ExistingObject>>,
): HubSpotPlan {
  const plan: HubSpotPlan = { steps: [], present: [], problems: [] };
  for (const { object, purpose, properties } of wanted) {
    const existing = has[object];
    if (!existing) continue;
    const byName = new Map(existing.properties.map((property) => [property.name, property]));
    const missing = properties.filter(({ name }) => !byName.has(name));
    if (missing.length > 0 && !existing.groups.includes(GROUP.name)) {
      plan.steps.push({ kind: 'group', object, purpose, ...GROUP });
    }
    plan.steps.push(
      ...missing.map((definition) => ({ kind: 'property' as const, object, purpose, definition })),
    );
    for (const definition of properties) {
      const found = byName.get(definition.name);
      const problem = found && mismatch(object, definition, found);
      if (problem) plan.problems.push(problem);
      else if (found) plan.present.push(propertyWords(object, definition.name));
    }
  }
  return plan;
}

/** Neither can be changed on an existing property (HubSpot docs: Properties API). */
function mismatch(object: string, wanted: WantedProperty, found: ExistingProperty): Finding | undefined {
  const what =
    wanted.hasUniqueValue && !found.hasUniqueValue
      ? 'does not require unique values'
      : wanted.type !== found.type && `is of type ${found.type}, not ${wanted.type}`;
  if (!what) return undefined;
  return {
    level: 'wrong',
    what: `The property ${wanted.name} of ${object} ${what}`,
    remedy: `HubSpot cannot change that: archive the property in Settings → Properties and run setup, which makes it anew`,
  };
}

export function stepWords(step: HubSpotStep): string {
  return step.kind === 'group'
    ? `property group ${step.object}.${step.name}`
    : propertyWords(step.object, step.definition.name, step.definition.hasUniqueValue);
}

function propertyWords(object: string, name: string, unique = false): string {
  return `property ${object}.${name}${unique ? ' (unique)' : ''}`;
}
