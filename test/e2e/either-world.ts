import type { Env } from '../../config/env';
import type { Reply } from '../../jivochat/reply';
import type { SyncDeps } from '../../sync/context';
import { acceptEvent } from '../../sync/live';
import { startPipedriveWorld } from './pipedrive/world';
import { startSalesforceWorld } from './salesforce/world';
import { startWorld, type Counted } from './hubspot/world';

/** A person as any of the CRMs has them. */
export interface Person {
  name: string;
  emails: string[];
}

export type Trouble = 'down' | 'slow' | 'limit';

/** One of the CRMs behind the handlers, for what must be the same with both. */
export interface EitherWorld {
  label: string;
  counted: Counted[];
  send(body: unknown): Promise<{ status: number; reply: Reply }>;
  /** The reply alone, with nobody who answers for it when it is late. */
  ask(body: unknown, withinMs: number): Promise<Reply>;
  /** From now on, until `mend`. */
  fail(trouble: Trouble): void;
  mend(): void;
  /** Somebody the CRM has already; owned by Anna. @returns the id. */
  seed(person: { last: string; phone?: string; email?: string }): string;
  person(id: string): Person;
  /** Texts of the chats as the CRM has them. */
  notes(): string[];
  /** As after a cold start, with these settings changed. */
  restart(env?: Env): void;
  close(): Promise<void>;
}

type Start = (env?: Env) => Promise<EitherWorld>;

async function ask(deps: SyncDeps, name: string, body: unknown, withinMs: number): Promise<Reply> {
  const connector = (await deps.connector(name))!;
  const receivedAt = deps.now();
  const raw = JSON.stringify(body);
  const answerBy = receivedAt + withinMs;
  return (await acceptEvent(deps, { connector, body, raw, receivedAt, answerBy })).reply;
}

const hubspot: Start = async (env) => {
  const world = await startWorld({ env });
  const { faults } = world.hubspot;
  return {
    label: 'HubSpot',
    counted: world.counted,
    send: (body) => world.send(body),
    ask: (body, withinMs) => ask(world.deps(), 'hubspot', body, withinMs),
    fail(trouble) {
      if (trouble === 'down') faults.add({ kind: 'server-error', status: 503, times: Infinity });
      if (trouble === 'slow') faults.add({ kind: 'hang', times: Infinity });
      if (trouble === 'limit') faults.add({ kind: 'rate-limit', policy: 'DAILY', times: Infinity });
    },
    mend: () => faults.clear(),
    seed: ({ last, phone, email }) =>
      world.hubspot.seed('contacts', {
        firstname: 'Tom',
        lastname: last,
        hubspot_owner_id: '41629779',
        ...(phone && { phone }),
        ...(email && { email }),
      }),
    person(id) {
      const { properties } = world.hubspot.contacts().find((contact) => contact.id === id)!;
      const further = (properties.hs_additional_emails ?? '').split(';');
      return {
        name: `${properties.firstname} ${properties.lastname}`,
        emails: [properties.email ?? '', ...further].filter(Boolean),
      };
    },
    notes: () => world.hubspot.notes().map(({ properties }) => properties.hs_note_body ?? ''),
    restart: (changed) => void world.restart(changed),
    close: () => world.close(),
  };
};

const salesforce: Start = async (env) => {
  const world = await startSalesforceWorld({ env });
  const { faults } = world.salesforce;
  const [owner] = world.salesforce.list('User').filter(({ fields }) => fields.Email === 'anna@example.com');
  return {
    label: 'Salesforce',
    counted: world.counted,
    send: (body) => world.send(body),
    ask: (body, withinMs) => ask(world.deps(), 'salesforce', body, withinMs),
    fail(trouble) {
      if (trouble === 'down') faults.add({ kind: 'server-unavailable', times: Infinity });
      if (trouble === 'slow') faults.add({ kind: 'hang', times: Infinity });
      if (trouble === 'limit') faults.add({ kind: 'request-limit', times: Infinity });
    },
    mend: () => faults.clear(),
    seed: ({ last, phone, email }) =>
      world.salesforce.seed('Lead', {
        FirstName: 'Tom',
        LastName: last,
        Company: 'Acme',
        ...(owner && { OwnerId: owner.id }),
        ...(phone && { Phone: phone }),
        ...(email && { Email: email }),
      }),
    person(id) {
      const { fields } = world.salesforce.leads().find((lead) => lead.id === id)!;
      const { Email: email } = fields;
      return {
        name: [fields.FirstName, fields.LastName].filter((part) => typeof part === 'string').join(' '),
        emails: typeof email === 'string' ? [email] : [],
      };
    },
    notes: () =>
      world.salesforce
        .tasks()
        .flatMap(({ fields }) => (typeof fields.Description === 'string' ? [fields.Description] : [])),
    restart: (changed) => void world.restart(changed),
    close: () => world.close(),
  };
};

const pipedrive: Start = async (env) => {
  const world = await startPipedriveWorld({ env });
  const { faults, state } = world.pipedrive;
  return {
    label: 'Pipedrive',
    counted: world.counted,
    send: (body) => world.send(body),
    ask: (body, withinMs) => ask(world.deps(), 'pipedrive', body, withinMs),
    fail(trouble) {
      if (trouble === 'down') faults.add({ kind: 'server-error', status: 503, times: Infinity });
      if (trouble === 'slow') faults.add({ kind: 'hang', times: Infinity });
      if (trouble === 'limit') faults.add({ kind: 'rate-limit', limit: 'daily', times: Infinity });
    },
    mend: () => faults.clear(),
    seed({ last, phone, email }) {
      const listed = (value?: string) => (value ? [{ value, primary: true, label: 'work' }] : []);
      const id = state.nextId++;
      const time = '2026-01-01T00:00:00Z';
      state.persons.push({
        id,
        name: `Tom ${last}`,
        emails: listed(email),
        phones: listed(phone),
        owner_id: 1001,
        org_id: null,
        visible_to: 3,
        label_ids: [],
        custom_fields: {},
        marketing_status: 'no_consent',
        add_time: time,
        update_time: time,
        is_deleted: false,
        written: 0,
      });
      return String(id);
    },
    person(id) {
      const { name, emails } = world.pipedrive.persons().find((person) => String(person.id) === id)!;
      return { name, emails: emails.map(({ value }) => value) };
    },
    notes: () => world.pipedrive.notes().map(({ content }) => content),
    restart: (changed) => void world.restart(changed),
    close: () => world.close(),
  };
};

export const WORLDS: readonly (readonly [string, Start])[] = [
  ['HubSpot', hubspot],
  ['Salesforce', salesforce],
  ...(process.env.ALL_FAULTS ? [['Pipedrive', pipedrive] as const] : []),
];
