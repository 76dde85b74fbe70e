import type { Associations } from './associations';
import { calculatedOf } from './calculated';
import { objectType, type ObjectType } from './object-types';
import type { HubSpotState, StoredRecord } from './state';

interface RecordView {
  id: string;
  properties: Record<string, string | null>;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
  archivedAt?: string;
  url?: string;
  associations?: Record<string, { results: { id: string; type: string }[] }>;
}

/**
 * A record with the asked properties: those not defined are left out, defined ones without a value are null
 * (HubSpot docs: Contacts guide). Record id and dates always come along.
 * @param values other than the record's own, for what a search index still has.
 */
export function viewOf(
  state: HubSpotState,
  type: ObjectType,
  record: StoredRecord,
  asked: string[],
  values = record.properties,
): RecordView {
  const defined = new Set(
    (state.properties[type.name] ?? []).filter((p) => !p.archived).map(({ name }) => name),
  );
  const names = [...(asked.length > 0 ? asked : type.defaultProperties), ...alwaysOf(type)];
  return frame(
    state,
    type,
    record,
    pick(
      names.filter((name) => defined.has(name)),
      { ...values, ...calculatedOf(state, record, names) },
    ),
  );
}

/** What a creation answers: everything that has a value. */
export function fullViewOf(state: HubSpotState, type: ObjectType, record: StoredRecord): RecordView {
  return frame(state, type, record, pick(Object.keys(record.properties).sort(), record.properties));
}

/** `associations=` of a read: the connected records by plural name. */
export function associationsView(
  associations: Associations,
  type: ObjectType,
  record: StoredRecord,
  asked: string[],
): RecordView['associations'] {
  const entries = asked.map(objectType).flatMap((to) => {
    const results = associations.of(type.name, record.id, to.name).map(({ toId, type: { label } }) => ({
      id: toId,
      type: `${label ? `${label.toLowerCase()}_` : ''}${type.singular}_to_${to.singular}`,
    }));
    return results.length > 0 ? [[to.name, { results }] as const] : [];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function alwaysOf(type: ObjectType): string[] {
  return [type.createdProperty, type.modifiedProperty, 'hs_object_id'];
}

function pick(names: string[], values: Record<string, string>): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}

function frame(
  { account, recordUrls = true }: HubSpotState,
  type: ObjectType,
  { id, createdAt, updatedAt, archived, archivedAt }: StoredRecord,
  properties: Record<string, string | null>,
): RecordView {
  return {
    id,
    properties,
    createdAt,
    updatedAt,
    archived,
    ...(archivedAt !== undefined && { archivedAt }),
    ...(recordUrls && {
      url: `https://${account.uiDomain}/contacts/${account.portalId}/record/${type.typeId}/${id}`,
    }),
  };
}
