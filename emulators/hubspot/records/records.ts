import type { ObjectType } from './object-types';
import type { HubSpotState, StoredRecord } from './state';

/** The records of the account and what the search index has seen of them. Knows nothing of HTTP or of rules. */
export class Records {
  private readonly byId = new Map<string, StoredRecord>();

  constructor(
    private readonly state: HubSpotState,
    private readonly now: () => number,
    private readonly searchLagMs: () => number,
  ) {
    for (const record of state.records) this.byId.set(key(record.type, record.id), record);
  }

  reserveId(): string {
    return String(this.state.nextId++);
  }

  /** @param indexed true: the search sees it at once, as if it had been there for long. */
  create(type: ObjectType, id: string, values: Record<string, string>, indexed = false): StoredRecord {
    const now = this.now();
    const at = new Date(now).toISOString();
    const record: StoredRecord = {
      type: type.name,
      id,
      properties: {},
      createdAt: at,
      updatedAt: at,
      archived: false,
      versions: [],
    };
    record.properties = { ...withValues({}, values), [type.createdProperty]: at, hs_object_id: id };
    this.state.records.push(record);
    this.byId.set(key(type.name, id), record);
    this.touch(type, record, now, indexed);
    return record;
  }

  update(type: ObjectType, record: StoredRecord, values: Record<string, string>): void {
    record.properties = withValues(record.properties, values);
    this.touch(type, record, this.now());
  }

  archive(record: StoredRecord): void {
    record.archived = true;
    record.archivedAt = new Date(this.now()).toISOString();
  }

  /** Takes a merged-away id for the contact it became part of (HubSpot docs: Merge records). */
  get(type: string, id: string): StoredRecord | undefined {
    let current = id;
    while (type === 'contacts' && this.state.merged[current] !== undefined)
      current = this.state.merged[current]!;
    return this.byId.get(key(type, current));
  }

  /** Neither archived nor merged away. */
  living(type: string): StoredRecord[] {
    return this.state.records.filter((record) => record.type === type && !record.archived);
  }

  /** What the search index holds: each living record as it was one lag ago, if it was there. */
  indexed(type: string): { record: StoredRecord; properties: Record<string, string> }[] {
    const until = this.now() - this.searchLagMs();
    return this.living(type).flatMap((record) => {
      const version = record.versions.findLast(({ at }) => at <= until);
      return version ? [{ record, properties: version.properties }] : [];
    });
  }

  private touch(type: ObjectType, record: StoredRecord, now: number, indexed = false): void {
    record.updatedAt = new Date(now).toISOString();
    record.properties[type.modifiedProperty] = record.updatedAt;
    const until = now - this.searchLagMs();
    const visible = record.versions.findLastIndex(({ at }) => at <= until);
    record.versions = record.versions.slice(Math.max(visible, 0));
    record.versions.push({ at: indexed ? 0 : now, properties: { ...record.properties } });
  }
}

function withValues(current: Record<string, string>, values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...current, ...values }).filter(([, value]) => value !== ''));
}

function key(type: string, id: string): string {
  return `${type}/${id}`;
}
