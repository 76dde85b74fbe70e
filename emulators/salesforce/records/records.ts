import { makeId } from './ids';
import { prefixOf } from '../schema/objects';
import type { SalesforceState, StoredRecord, Values } from './state';
import { timestamp } from './timestamps';

/** The records of the org and what the search index has seen of them. Knows nothing of HTTP or of rules. */
export class Records {
  private readonly byId = new Map<string, StoredRecord>();
  private undo: (() => void)[] | undefined;

  constructor(
    private readonly state: SalesforceState,
    private readonly now: () => number,
    private readonly searchLagMs: () => number,
  ) {
    for (const record of state.records) this.byId.set(record.id, record);
  }

  /** By the 18-character id; deleted ones too. */
  get(id: string): StoredRecord | undefined {
    return this.byId.get(id);
  }

  all(type: string): StoredRecord[] {
    return this.state.records.filter((record) => record.type === type);
  }

  /** Not in the recycle bin. */
  living(type: string): StoredRecord[] {
    return this.all(type).filter(({ values }) => values.IsDeleted !== true);
  }

  /** @param indexed true: the search sees it at once, as if it had been there for long. */
  create(type: string, values: Values, userId: string, indexed = false): StoredRecord {
    const prefix = prefixOf(type);
    const n = (this.state.ids[prefix] = (this.state.ids[prefix] ?? 0) + 1);
    const record: StoredRecord = { type, id: makeId(prefix, n), values: {}, versions: [] };
    const at = timestamp(this.now());
    record.values = {
      ...values,
      CreatedDate: values.CreatedDate ?? at,
      CreatedById: values.CreatedById ?? userId,
      Id: record.id,
      IsDeleted: false,
    };
    this.touch(record, userId, indexed);
    this.state.records.push(record);
    this.byId.set(record.id, record);
    this.undo?.push(() => {
      this.state.records = this.state.records.filter((other) => other !== record);
      this.byId.delete(record.id);
    });
    return record;
  }

  update(record: StoredRecord, values: Values, userId: string): void {
    const { values: before, versions } = record;
    this.undo?.push(() => Object.assign(record, { values: before, versions }));
    record.values = { ...record.values, ...values };
    this.touch(record, userId);
  }

  /** What the search index holds: each living record as it was one lag ago, if it was there. */
  indexed(type: string): { record: StoredRecord; values: Values }[] {
    const until = this.now() - this.searchLagMs();
    return this.living(type).flatMap((record) => {
      const version = record.versions.findLast(({ at }) => at <= until);
      return version ? [{ record, values: version.values }] : [];
    });
  }

  /** Undoes every write of `work` unless its result is to be kept, or when it throws. May be nested. */
  transaction<Result>(work: () => Result, keep: (result: Result) => boolean = () => true): Result {
    const outer = this.undo;
    const own: (() => void)[] = (this.undo = []);
    let kept = false;
    try {
      const result = work();
      kept = keep(result);
      return result;
    } finally {
      this.undo = outer;
      if (kept) outer?.push(...own);
      else for (const step of own.toReversed()) step();
    }
  }

  private touch(record: StoredRecord, userId: string, indexed = false): void {
    const now = this.now();
    const at = timestamp(now);
    record.values = { ...record.values, LastModifiedDate: at, LastModifiedById: userId, SystemModstamp: at };
    const until = now - this.searchLagMs();
    const visible = record.versions.findLastIndex((version) => version.at <= until);
    record.versions = [
      ...record.versions.slice(Math.max(visible, 0)),
      { at: indexed ? 0 : now, values: record.values },
    ];
  }
}
