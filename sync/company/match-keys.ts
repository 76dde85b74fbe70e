import { isCrmError } from '../../connectors/errors';
import { matchRecords, type Match, type Person } from '../../leads/match';
import type { CrmRecord } from '../../leads/record';
import type { MatchKey } from '../../leads/rules/rule';
import { currentValues } from '../../leads/vocabulary/remembered';
import { evaluate } from '../../leads/vocabulary/expression';
import type { EventRun } from '../event-run';

/** E-mail before phone, as without a file. */
const USUAL: readonly MatchKey[] = [{ by: 'email' }, { by: 'phone' }];

export interface Found extends Match {
  /** What led to the best one. */
  by?: MatchKey['by'];
}

/**
 * The visitor's records, by the company's match keys in the order that counts; all keys are asked for at once. Two keys that
 * lead to two people: the first one's is taken, the others are named.
 * @throws CrmUnavailableError, CrmRefusedError as `find`. A key of the file that the CRM refuses finds nobody.
 */
export async function findRecords(run: EventRun): Promise<Found> {
  const { lead, session, deps, connector, progress } = run;
  const keys = deps.company.accounts[connector.account.name]?.match ?? USUAL;
  const has = (by: MatchKey['by']) => keys.some((key) => key.by === by);
  const person: Person = {
    email: has('email') ? lead.email : undefined,
    phone: has('phone') ? lead.phone : undefined,
    country: lead.visit.geo?.countryCode,
  };
  const values = currentValues(progress.state.told);
  const [hits, ...further] = await Promise.all([
    person.email || person.phone ? session.find(person) : [],
    ...keys.map((key) => (key.by === 'email' || key.by === 'phone' ? [] : byKey(run, key, values))),
  ]);
  const usual: Readonly<Partial<Record<MatchKey['by'], Person>>> = {
    email: { email: person.email },
    phone: { phone: person.phone, country: person.country },
  };
  const ways = keys.map((key, index) => ({ by: key.by, records: further[index]!, person: usual[key.by] }));
  const found = ways.flatMap(({ by, records, person: who }) =>
    (who ? ranked(who, hits) : records).map((record) => ({ by, record })),
  );
  const distinct = found.filter(
    ({ record: { ref } }, index) =>
      found.findIndex(({ record }) => record.ref.type === ref.type && record.ref.id === ref.id) === index,
  );
  const [best, ...others] = distinct;
  return { best: best?.record, by: best?.by, others: others.map(({ record }) => record) };
}

function ranked(person: Person, hits: readonly CrmRecord[]): CrmRecord[] {
  const { best, others } = matchRecords(person, hits);
  return best ? [best, ...others] : [];
}

type FurtherKey = Exclude<MatchKey, { by: 'email' | 'phone' }>;

async function byKey(
  { session, deps: { log } }: EventRun,
  key: FurtherKey,
  values: Readonly<Record<string, string>>,
): Promise<CrmRecord[]> {
  const value = evaluate(key.from, values)?.trim();
  if (!value) return [];
  try {
    if (key.by === 'field') return (await session.findByField?.(key.field, value)) ?? [];
    const reading = await session.readLink(value);
    const record = reading.ok ? await session.get(reading.ref) : undefined;
    return record ? [record] : [];
  } catch (error) {
    if (!isCrmError(error) || error.retryable) throw error;
    log.warn('The CRM does not search by a match key of the company’s file', {
      by: key.by,
      field: key.by === 'field' ? key.field : undefined,
      code: error.details.code,
    });
    return [];
  }
}
