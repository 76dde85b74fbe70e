import type { Finding } from '../../admin';
import type { Wanted } from '../../shared/admin/wanted';
import { wrong } from '../../shared/findings';
import type { JsonApi } from '../api/json-api';
import { GROUP, type WantedObject, type WantedProperty } from './wanted';

/** What an object type of the account has. */
export interface ExistingObject {
  groups: readonly string[];
  /** Of a property's definition, what decides whether the connector can use it. */
  properties: readonly { name: string; type: string; hasUniqueValue?: boolean }[];
}

/**
 * What there is and what is missing: groups before their properties.
 * @param has by object type; one that could not be read is absent.
 */
export function wantedProperties(
  { post }: Pick<JsonApi, 'post'>,
  wanted: readonly WantedObject[],
  has: Readonly<Record<string, ExistingObject>>,
): Wanted[] {
  return wanted.flatMap(({ object, purpose, properties }): Wanted[] => {
    const existing = has[object];
    if (!existing) return [];
    const path = `/crm/v3/properties/${object}`;
    const all = properties.map((definition): Wanted => {
      const found = existing.properties.find(({ name }) => name === definition.name);
      return {
        kind: 'property',
        name: `${object}.${definition.name}`,
        ...(definition.hasUniqueValue && { note: '(unique)' }),
        purpose,
        there: found !== undefined,
        problem: found && mismatch(object, definition, found),
        make: () => post(path, { ...definition, groupName: GROUP.name, formField: false, options: [] }),
      };
    });
    if (existing.groups.includes(GROUP.name) || all.every(({ there }) => there)) return all;
    const make = () => post(`${path}/groups`, { ...GROUP, displayOrder: -1 });
    return [{ kind: 'property group', name: `${object}.${GROUP.name}`, purpose, make }, ...all];
  });
}

/** Neither can be changed on an existing property (HubSpot docs: Properties API). */
function mismatch(
  object: string,
  wanted: WantedProperty,
  found: ExistingObject['properties'][number],
): Finding | undefined {
  const what =
    wanted.hasUniqueValue && !found.hasUniqueValue
      ? 'does not require unique values'
      : wanted.type !== found.type && `is of type ${found.type}, not ${wanted.type}`;
  if (!what) return undefined;
  return wrong(
    `The property ${wanted.name} of ${object} ${what}`,
    'HubSpot cannot change that: archive the property in Settings → Properties and run setup, which makes it anew',
  );
}
