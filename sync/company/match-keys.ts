import { isCrmError } from '../../connectors/errors';
import { matchRecords, type Person } from '../../leads/match';
import { isSameRecord, type CrmRecord } from '../../leads/record';
import type { PersonKey } from '../../leads/rules/person-keys';
import type { EventRun } from '../event-run';
import type { Way } from '../steps/identity';

/** A record, and how the visitor leads to it. */
export interface Found {
  record: CrmRecord;
  way: Way;
  /** Not by what the table remembers. */
  searched: boolean;
  /** Where the way leads first. */
  first: boolean;
}

/**
 * The visitor's records by these ways, best first; everything is asked for at once. Two keys that lead to two people: the
 * first one's is taken, the others are named.
 * @throws CrmUnavailableError, CrmRefusedError as `find`. A key of the file that the CRM refuses finds nobody.
 */
export async function findRecords(run: EventRun, ways: readonly Way[]): Promise<Found[]> {
  const { session, keys, lead } = run;
  const country = lead.visit.geo?.countryCode;
  const emails = keys.flatMap((key) => (key.by === 'email' ? [key.email] : []));
  const phones = keys.flatMap((key) => (key.by === 'phone' ? [key.phone] : []));
  const longest = emails.length > phones.length ? emails : phones;
  const searches = longest.map((_, at): Person => ({ email: emails[at], phone: phones[at], country }));
  const [found, ...byWay] = await Promise.all([
    Promise.all(searches.map((person) => session.find(person))),
    ...ways.map((way) => (way.ref ? [] : byField(run, way.key))),
  ]);
  const hits = found.flat();
  const all: Found[] = [];
  for (const [index, way] of ways.entries()) {
    const { key, ref } = way;
    const known = ref && (hits.find((hit) => isSameRecord(hit.ref, ref)) ?? (await session.get(ref)));
    const person = personOf(key, country);
    const records = person ? ranked(person, hits) : byWay[index]!;
    const ofWay = [
      ...(known ? [{ record: known, searched: false }] : []),
      ...records.map((record) => ({ record, searched: true })),
    ];
    all.push(...ofWay.map((each, at) => ({ ...each, way, first: at === 0 })));
  }
  return all.filter(
    ({ record }, index) => all.findIndex((other) => isSameRecord(other.record.ref, record.ref)) === index,
  );
}

function personOf(key: PersonKey | undefined, country: string | undefined): Person | undefined {
  if (key?.by === 'email') return { email: key.email };
  return key?.by === 'phone' ? { phone: key.phone, country } : undefined;
}

function ranked(person: Person, hits: readonly CrmRecord[]): CrmRecord[] {
  const { best, others } = matchRecords(person, hits);
  return best ? [best, ...others] : [];
}

async function byField(
  { session, deps: { log } }: EventRun,
  key: PersonKey | undefined,
): Promise<CrmRecord[]> {
  if (key?.by !== 'field') return [];
  try {
    return (await session.findByField?.(key.field, key.value)) ?? [];
  } catch (error) {
    if (!isCrmError(error) || error.retryable) throw error;
    log.warn('The CRM does not search by a match key of the company’s file', {
      field: key.field,
      code: error.details.code,
    });
    return [];
  }
}
