import { associationType } from './association-types';
import type { HubSpotState, StoredRecord } from './state';

/** HubSpot docs: Associations: contact to its primary company. */
const PRIMARY = 1;
const A_DAY_MS = 86_400_000;

/** HubSpot help: default contact properties: of which activities each date is the newest. */
const DATES: Readonly<Record<string, readonly string[]>> = {
  notes_last_updated: ['notes', 'calls', 'meetings', 'tasks'],
  notes_last_contacted: ['calls', 'meetings'],
  hs_latest_meeting_activity: ['meetings'],
};

/**
 * What HubSpot works out of a contact's associations (HubSpot help: default contact properties); nothing where there are none.
 * - `associatedcompanyid`: the primary company.
 * - the dates of the last activities. What is to come has not been.
 */
export function calculatedOf(
  state: HubSpotState,
  { type, id }: StoredRecord,
  asked: readonly string[],
): Record<string, string> {
  if (type !== 'contacts') return {};
  const values = asked.flatMap((name) => {
    const value =
      name === 'associatedcompanyid' ? companyOf(state, id) : newest(state, id, DATES[name] ?? []);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(values);
}

function companyOf(state: HubSpotState, id: string): string | undefined {
  const companies = tiedTo(state, id, 'companies');
  return (companies.find(({ typeId }) => typeId === PRIMARY) ?? companies[0])?.id;
}

function newest(state: HubSpotState, id: string, types: readonly string[]): string | undefined {
  const ids = new Set(types.flatMap((to) => tiedTo(state, id, to).map((tied) => `${to} ${tied.id}`)));
  if (ids.size === 0) return undefined;
  const times = state.records
    .filter((record) => ids.has(`${record.type} ${record.id}`) && !record.archived)
    .map(({ properties, updatedAt }) => ({
      at: timeOf(properties.hs_timestamp ?? ''),
      known: Date.parse(updatedAt),
    }))
    // No clock runs here: what is dated after it was written is to come.
    .filter(({ at, known }) => at <= known + A_DAY_MS);
  return times.length > 0 ? new Date(Math.max(...times.map(({ at }) => at))).toISOString() : undefined;
}

/** The records of a type that a contact is tied to, from whichever end it was tied. */
function tiedTo({ associations }: HubSpotState, contactId: string, to: string) {
  return associations.flatMap(({ fromType, fromId, toType, toId, typeId }) => {
    if (fromType === 'contacts' && fromId === contactId && toType === to) return [{ id: toId, typeId }];
    if (toType !== 'contacts' || toId !== contactId || fromType !== to) return [];
    return [{ id: fromId, typeId: associationType(to, 'contacts', typeId)!.inverseId }];
  });
}

/** Milliseconds or ISO 8601. */
function timeOf(written: string): number {
  return /^\d+$/.test(written) ? Number(written) : Date.parse(written);
}
