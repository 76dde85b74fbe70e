import type { Env } from '../../../config/env';
import type { RecordRef } from '../../../leads/record';
import { createHubSpotEmulator, SANDBOX_TOKEN, type HubSpotEmulator } from '../../../emulators/hubspot';
import { defineJivoChatProperties } from '../../../emulators/hubspot/jivochat-properties';
import type { AccountModule, CrmAccount, Lacks, Part, SeedPerson, Thing, User } from './account';
import { hubspotCompanies } from './hubspot/companies';
import { HubSpotApi, isWrite, madeBy, type HubSpotObject, type ObjectType } from './hubspot/api';
import { hubspotDeals } from './hubspot/deals';
import { furtherEmailWays, hideOf, refuse, retypeOf } from './hubspot/emulated';
import { hubspotOwnFields } from './hubspot/own-fields';
import { LineFaults } from './line-faults';
import { counted, observed, requireVariables, transportAsFetch } from '../requests';
import { shownText } from '../shown-text';

const CONTACT = 'contact';
const ROTATED = 'pat-na1-rotated';
const LIVE_URL = 'https://api.hubapi.com';
/** HubSpot gives no bound for the lag of its search; half a minute is seldom exceeded. */
const LIVE_PATIENCE_MS = 45_000;
/** A contact is archived last, while what hangs on it can still be told from other people's. */
const CLEAN_UP_ORDER: ObjectType[] = ['notes', 'tasks', 'calls', 'leads', 'deals', 'contacts'];

const EVERY_ACCOUNT_LACKS: Lacks = {
  requiredFields: 'HubSpot demands properties in its forms only, never of the API',
  formerAddress: 'a merged contact has the addresses of both',
  unreachable: 'a token reaches all contacts or none',
};

/** Where the account is and what can be done with it beyond HubSpot's API. */
interface Place {
  title: string;
  env: Env;
  baseUrl: string;
  token: string;
  patienceMs: number;
  lacks: Lacks;
  emulator?: HubSpotEmulator;
  close?: () => Promise<void>;
}

async function openAccount(place: Place): Promise<CrmAccount> {
  const { emulator, lacks } = place;
  const made = new Map<ObjectType, string[]>(CLEAN_UP_ORDER.map((type) => [type, []]));
  const watched = observed(transportAsFetch(), (exchange) => {
    const object = madeBy(exchange);
    if (object) made.get(object.type)!.push(object.id);
  });
  const api = new HubSpotApi(place.baseUrl, place.token, watched);
  const faults = new LineFaults({ isWrite, waitAnswer });
  const line = counted(faults.over(watched));
  const [[first, second], [former], { portalId }] = await Promise.all([
    api.owners(false),
    api.owners(true),
    api.account(),
  ]);
  if (!first) throw new Error('The HubSpot account has no user who could own a contact');
  return {
    title: `${place.title} (${portalId})`,
    lacks: {
      ...lacks,
      ...(!second && { secondOwner: 'the account has one user' }),
      ...(!former && { formerOwner: 'nobody has left the account' }),
      ...(!(await hasUniqueVisitorKey(api)) && {
        uniqueVisitor: 'jivochat_visitor_key is not there or does not require unique values',
      }),
    },
    env: place.env,
    wrongCredential: { HUBSPOT_ACCESS_TOKEN: 'not-a-token-of-this-account' },
    fetch: line.fetch,
    requestCount: line.count,
    users: [first, ...(second ? [second] : [])] as [User, ...User[]],
    formerUser: former,
    nowhere: { type: CONTACT, id: '987654321987' },
    emailField: 'email',
    patienceMs: place.patienceMs,
    faults,
    async seed(person) {
      const { id } = await api.create('contacts', contactProperties(person));
      return { type: CONTACT, id };
    },
    async people() {
      const found = await api.read('contacts', made.get('contacts')!, CONTACT_PROPERTIES);
      return [...new Map(found.map((contact) => [contact.id, seenPerson(contact)])).values()];
    },
    async notesOf({ id }) {
      const notes = await api.onContact('notes', id, ['hs_note_body', 'hubspot_owner_id']);
      return notes.map((note) => seen(note, ['hs_note_body']));
    },
    async tasksOf({ id }) {
      const names = ['hs_task_subject', 'hs_task_body', 'hs_task_status', 'hs_timestamp', 'hubspot_owner_id'];
      const tasks = await api.onContact('tasks', id, names);
      return tasks.map((task) => ({
        ...seen(task, ['hs_task_subject', 'hs_task_body']),
        open: task.properties.hs_task_status !== 'COMPLETED',
        due: task.properties.hs_timestamp?.slice(0, 10) ?? '',
      }));
    },
    async callsOf({ id }) {
      return (await api.onContact('calls', id, CALL_PROPERTIES)).map(seenCall);
    },
    remove: (thing) => remove(api, thing),
    async succeed(loser) {
      const winner = await api.create('contacts', { lastname: 'Successor' });
      return { type: CONTACT, id: (await api.merge(winner.id, loser.id)).id };
    },
    wrongLinks: (ref) => wrongLinks(ref, portalId),
    ...(emulator && {
      lag: (ms: number) => void (emulator.settings.searchLagMs = ms),
      refuse: (part: Part, value: string) => refuse(emulator, part, value),
      furtherEmailWays: furtherEmailWays(emulator),
      hide: hideOf(emulator),
      deals: hubspotDeals(api, emulator),
      companies: hubspotCompanies(emulator),
      own: hubspotOwnFields(emulator),
      retype: retypeOf(emulator),
      locks: {
        'the rights of its key': ({ id }: RecordRef) => emulator.lock(id, 'forbidden'),
        'a rule of the account': ({ id }: RecordRef) => emulator.lock(id, 'rule'),
      },
    }),
    async cleanUp() {
      const told: string[] = [];
      for (const type of CLEAN_UP_ORDER) {
        const ids = made.get(type)!.splice(0);
        const archived = await Promise.all(ids.map((id) => api.archive(type, id)));
        const count = archived.filter(Boolean).length;
        if (count > 0) told.push(`${count} ${count === 1 ? type.slice(0, -1) : type}`);
      }
      return told.join(', ') || 'nothing';
    },
    close: place.close ?? (() => Promise.resolve()),
  };
}

async function hasUniqueVisitorKey(api: HubSpotApi): Promise<boolean> {
  return (await api.contactProperty('jivochat_visitor_key'))?.hasUniqueValue === true;
}

/** HubSpot docs: API usage guidelines, the ten-second limit. */
function waitAnswer(seconds: number): Response {
  const message = 'You have reached your ten_secondly_rolling limit.';
  const body = { status: 'error', message, errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' };
  return Response.json(body, { status: 429, headers: { 'retry-after': String(seconds) } });
}

const CONTACT_PROPERTIES = [
  'firstname',
  'lastname',
  'email',
  'hs_additional_emails',
  'phone',
  'mobilephone',
  'hubspot_owner_id',
];

const CALL_PROPERTIES = [
  'hs_call_title',
  'hs_call_body',
  'hs_call_direction',
  'hs_call_status',
  'hs_call_duration',
  'hubspot_owner_id',
];

function contactProperties({ first, last, emails = [], phones = [], ownerId }: SeedPerson) {
  const properties = {
    firstname: first,
    lastname: last,
    email: emails[0],
    hs_additional_emails: emails.slice(1).join(';'),
    phone: phones[0],
    mobilephone: phones[1],
    hubspot_owner_id: ownerId,
  };
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value)) as Record<
    string,
    string
  >;
}

function seenPerson({ id, properties: p }: HubSpotObject) {
  return {
    ref: { type: CONTACT, id },
    name: [p.firstname, p.lastname].filter(Boolean).join(' '),
    emails: [p.email, ...(p.hs_additional_emails ?? '').split(';')].filter((email) => !!email) as string[],
    phones: [p.phone, p.mobilephone].filter((phone) => !!phone) as string[],
    ...owned(p),
  };
}

function seen({ id, properties }: HubSpotObject, names: string[]) {
  const texts = names.map((name) => {
    const text = properties[name] ?? '';
    return name.endsWith('_body') ? shownText(text) : text;
  });
  return { id, text: texts.join('\n'), ...owned(properties) };
}

function seenCall(call: HubSpotObject) {
  const { hs_call_direction, hs_call_status, hs_call_duration } = call.properties;
  return {
    // HubSpot shows a player for the recording, not its address.
    ...seen(call, ['hs_call_title', 'hs_call_body']),
    direction: hs_call_direction === 'INBOUND' ? ('inbound' as const) : ('outbound' as const),
    ended: ['COMPLETED', 'FAILED', 'NO_ANSWER', 'BUSY', 'CANCELED'].includes(hs_call_status ?? ''),
    ...(hs_call_duration && { seconds: Number(hs_call_duration) / 1000 }),
  };
}

function owned({ hubspot_owner_id: ownerId }: HubSpotObject['properties']): { ownerId?: string } {
  return ownerId ? { ownerId } : {};
}

async function remove(api: HubSpotApi, thing: Thing): Promise<void> {
  if ('person' in thing) await api.archive('contacts', thing.person.id);
  else if ('note' in thing) await api.archive('notes', thing.note);
  else if ('task' in thing) await api.archive('tasks', thing.task);
  else await api.archive('calls', thing.call);
}

function wrongLinks({ id }: RecordRef, portalId: number): Record<string, string> {
  const own = `https://app.hubspot.com/contacts/${portalId}`;
  return {
    'the contact of another account': `https://app.hubspot.com/contacts/${portalId + 1}/record/0-1/${id}`,
    'a company': `${own}/record/0-2/${id}`,
    'the list of contacts': `${own}/objects/0-1/views/all/list`,
    'an id that is none': `${own}/record/0-1/tom`,
    'an id that climbs': `${own}/record/0-1/../../${id}`,
  };
}

export const account: AccountModule = {
  emulated: {
    lacks: EVERY_ACCOUNT_LACKS,
    async open() {
      const emulator = createHubSpotEmulator();
      defineJivoChatProperties(emulator);
      const server = await emulator.listen();
      const env = { HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN, HUBSPOT_BASE_URL: server.url };
      const place = { title: 'Emulated HubSpot', env, baseUrl: server.url, token: SANDBOX_TOKEN };
      const others: (() => Promise<void>)[] = [() => server.close()];
      const close = async () => void (await Promise.all(others.map((each) => each())));
      return {
        ...(await openAccount({ ...place, patienceMs: 0, lacks: EVERY_ACCOUNT_LACKS, emulator, close })),
        async elsewhere() {
          const other = createHubSpotEmulator();
          other.state.account.portalId++;
          const otherServer = await other.listen();
          others.push(() => otherServer.close());
          return { HUBSPOT_BASE_URL: otherServer.url };
        },
        rotated() {
          emulator.tokens.grant(ROTATED);
          emulator.tokens.revoke(SANDBOX_TOKEN);
          return { HUBSPOT_ACCESS_TOKEN: ROTATED };
        },
      };
    },
  },
  live: {
    variables: { HUBSPOT_ACCESS_TOKEN: 'a service key or private app token' },
    open(env) {
      requireVariables(this.variables, env);
      const kept = ['HUBSPOT_ACCESS_TOKEN', 'HUBSPOT_BASE_URL', 'HUBSPOT_PORTAL_ID', 'HUBSPOT_UI_DOMAIN'];
      return openAccount({
        title: 'HubSpot',
        env: Object.fromEntries(kept.map((name) => [name, env[name]])),
        baseUrl: (env.HUBSPOT_BASE_URL?.trim() || LIVE_URL).replace(/\/+$/, ''),
        token: env.HUBSPOT_ACCESS_TOKEN!.trim(),
        patienceMs: LIVE_PATIENCE_MS,
        lacks: {
          ...EVERY_ACCOUNT_LACKS,
          hiding: 'only an emulated account can be told what to hide',
          typedFields: 'only an emulated account can be told of which type its fields are',
          deals: 'only of an emulated account a stage is known',
          companies: 'only in an emulated account companies are made',
          ownFields: 'only in an emulated account fields are made',
          otherAccount: 'only emulated accounts come in two',
          searchLag: 'only an emulated account can be told to lag',
          refusals: 'only an emulated account can be told what to refuse',
          locks: 'only an emulated account can be told whom not to edit',
        },
      });
    },
  },
};
