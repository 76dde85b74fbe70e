import type { JivoEvent } from '../../jivochat/event';
import { visitorKey } from '../../leads/fields';
import { normalizeEmail, samePhone } from '../../leads/contact/identity';
import { leadOf } from '../../leads/lead';
import type { RecordRef } from '../../leads/record';
import { replyOf } from '../../store/inbox/inbox-row';
import { linkKey, type LinkKind } from '../../store/links';
import { rowName, type RowName, type StoredRow } from '../../store/rows';
import type { Tenants } from '../crm/tenants';
import { isVisitor, type Identity } from './identity';

/** A row's payload as an event; undefined when it has none, or it cannot be read. */
type EventOf = JivoEvent | undefined;
type LinkName = Extract<RowName, { kind: 'link' }>;

export interface LinkedRecord extends RecordRef {
  account: string;
  /** Another tenant than today's, in which the same id is somebody else's. */
  elsewhere?: string;
}

function recordKey({ account, type, id, elsewhere = '' }: LinkedRecord): string {
  return JSON.stringify([account, elsewhere, type, id]);
}

const CALL = /:call:(?<phone>.+)$/s;

/**
 * Which rows of the table are a person's: those of their identities, of the CRM records these lead to, and of the chats,
 * calls and messages of either. It learns while it looks, so the table is read again until nothing new is learned.
 */
export class Traces {
  readonly #identity: Identity;
  readonly #tenants: Pick<Tenants, 'other'>;
  readonly #records = new Map<string, LinkedRecord>();
  /** Keys of threads' link rows. */
  readonly #threads = new Set<string>();
  /** Keys of identities' link rows that are theirs. */
  readonly #links = new Set<string>();
  /** The same as their events name them; one that leads nowhere is theirs, too. */
  readonly #keys = new Set<string>();
  readonly #visitors = new Set<string>();

  constructor(identity: Identity, tenants: Pick<Tenants, 'other'>) {
    this.#identity = identity;
    this.#tenants = tenants;
  }

  /** Grows as long as there is something new. */
  get size(): number {
    return this.#records.size + this.#threads.size + this.#links.size + this.#keys.size;
  }

  get records(): LinkedRecord[] {
    return [...this.#records.values()];
  }

  /** Every `channel:number` that `--visitor` may mean. */
  get visitors(): string[] {
    return [...this.#visitors].toSorted();
  }

  addRecord(record: LinkedRecord): void {
    this.#records.set(recordKey(record), record);
  }

  /** Whether the row is theirs. @param event what its payload says, where it has one. */
  claims(row: StoredRow, event: EventOf): boolean {
    const name = rowName(row.pk);
    if (name.kind === 'link')
      return name.link === 'thread' ? this.#claimsThread(row, name) : this.#claimsIdentity(row, name);
    if (name.kind === 'transcript') return this.#threads.has(linkKey(name.account, 'thread', name.thread));
    if (name.kind === 'event' || name.kind === 'body') return this.#claimsEvent(row, event);
    return false;
  }

  /** Whether an event says so itself. @param account whose links count; without it only the identity does. */
  isTheirs(event: JivoEvent, account = ''): boolean {
    const { email, phone } = leadOf(event);
    const visitor = visitorKey(event);
    const linked = (kind: LinkKind, value: string | undefined) =>
      value !== undefined && this.#links.has(linkKey(account, kind, value));
    if (isVisitor(this.#identity, visitor)) this.#visitors.add(visitor!);
    return (
      isVisitor(this.#identity, visitor) ||
      this.#isEmail(email) ||
      Object.values(event.visit.token?.data ?? {}).some((value) => this.#isEmail(value)) ||
      this.#isPhone(phone?.raw, event.visit.geo?.countryCode) ||
      linked('visitor', visitor) ||
      linked('email', email) ||
      // A phone is shared sooner than an e-mail: somebody else's e-mail beside it counts more, as in matching.
      (email === undefined && linked('phone', phone?.e164))
    );
  }

  #claimsIdentity({ pk, record, tenant }: StoredRow, { account, link, value }: LinkName): boolean {
    const { email, phone } = this.#identity;
    const theirs =
      (link === 'visitor' && isVisitor(this.#identity, value)) ||
      (email !== undefined && pk === linkKey(account, 'email', email)) ||
      (phone !== undefined && pk === linkKey(account, 'phone', phone.e164));
    if (theirs && link === 'visitor') this.#visitors.add(value);
    const elsewhere = this.#tenants.other(account, tenant);
    if (theirs && record) this.addRecord({ account, ...record, elsewhere });
    if (theirs || this.#has(account, record, elsewhere)) this.#links.add(pk);
    return this.#links.has(pk) || (!record && this.#keys.has(pk));
  }

  #claimsThread({ pk, record, tenant }: StoredRow, { account, value }: LinkName): boolean {
    const linked = this.#has(account, record, this.#tenants.other(account, tenant));
    if (linked || this.#isPhone(CALL.exec(value)?.groups?.phone)) this.#threads.add(pk);
    return this.#threads.has(pk);
  }

  #claimsEvent({ account = '', thread, ...row }: StoredRow, event: EventOf): boolean {
    const { email, phone } =
      (replyOf(row) as { contact_info?: Record<string, string> } | undefined)?.contact_info ?? {};
    const theirs =
      Boolean(event && this.isTheirs(event, account)) || this.#isEmail(email) || this.#isPhone(phone);
    if (theirs && thread) this.#threads.add(thread);
    if (theirs && event) for (const key of identityKeys(account, event)) this.#keys.add(key);
    return theirs || (thread !== undefined && this.#threads.has(thread));
  }

  #has(account: string, record: RecordRef | undefined, elsewhere: string | undefined): boolean {
    return record !== undefined && this.#records.has(recordKey({ account, ...record, elsewhere }));
  }

  #isEmail(email: string | undefined): boolean {
    return this.#identity.email !== undefined && normalizeEmail(email) === this.#identity.email;
  }

  #isPhone(phone: string | undefined, country?: string): boolean {
    return this.#identity.phone !== undefined && samePhone(this.#identity.phone, phone, country);
  }
}

function identityKeys(account: string, event: JivoEvent): string[] {
  const { email, phone } = leadOf(event);
  const visitor = visitorKey(event);
  return [
    ...(visitor ? [linkKey(account, 'visitor', visitor)] : []),
    ...(email ? [linkKey(account, 'email', email)] : []),
    ...(phone?.e164 ? [linkKey(account, 'phone', phone.e164)] : []),
  ];
}
