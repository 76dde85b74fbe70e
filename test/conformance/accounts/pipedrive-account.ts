import type { Env } from '../../../config/env';
import { definition } from '../../../connectors/pipedrive/definition';
import { createPipedriveEmulator, SANDBOX_TOKEN, type PipedriveEmulator } from '../../../emulators/pipedrive';
import type { RecordRef } from '../../../leads/record';
import type { AccountModule, CrmAccount, Lacks, Part, SeedPerson, Thing, User } from './account';
import { LineFaults } from './line-faults';
import { pipedriveCompanies } from './pipedrive/companies';
import { pipedriveDeals } from './pipedrive/deals';
import { pipedriveOwnFields } from './pipedrive/own-fields';
import { isWrite, madeBy, PipedriveApi, type Kind, type PipedriveObject } from './pipedrive/api';
import { counted, observed, requireVariables, transportAsFetch } from '../requests';
import { shownText } from '../shown-text';

const PERSON = 'person';
const ROTATED = 'fedcba9876543210fedcba9876543210fedcba98';
/** Pipedrive gives no bound for the lag of its search. */
const LIVE_PATIENCE_MS = 45_000;
/** A person is deleted last, while what hangs on them can still be told from other people's. */
const CLEAN_UP_ORDER: Kind[] = [
  'v1/notes',
  'v2/activities',
  'v1/leads',
  'v2/deals',
  'v2/persons',
  'v2/organizations',
];
const FIELDS = {
  page: 'JivoChat page',
  utm: 'JivoChat utm',
  visitorKey: 'JivoChat visitor key',
  lastChat: 'JivoChat last chat',
};

const EVERY_COMPANY_LACKS: Lacks = {
  uniquePerson: 'two persons may have one e-mail address',
  uniqueVisitor: 'no field can be made unique',
  successor: 'Pipedrive does not tell into whom a person was merged',
  formerAddress: 'a merged person has the addresses of both',
  requiredFields: 'Pipedrive demands fields in its forms only, never of the API',
  unreachable: 'a token reaches all persons it sees, or none',
};

/** Where the company is and what can be done with it beyond Pipedrive's API. */
interface Place {
  title: string;
  env: Env;
  baseUrl: string;
  token: string;
  patienceMs: number;
  lacks: Lacks;
  emulator?: PipedriveEmulator;
  close?: () => Promise<void>;
}

async function openAccount(place: Place): Promise<CrmAccount> {
  const { emulator, lacks } = place;
  const made = new Map<Kind, string[]>(CLEAN_UP_ORDER.map((kind) => [kind, []]));
  const watched = observed(transportAsFetch(), (exchange) => {
    const object = madeBy(exchange);
    if (object) made.get(object.kind)!.push(object.id);
  });
  const api = new PipedriveApi(place.baseUrl, place.token, watched);
  const faults = new LineFaults({ isWrite, waitAnswer });
  const line = counted(faults.over(watched));
  const [users, me] = await Promise.all([api.list('v1/users'), api.one('GET', 'v1/users/me')]);
  // Ourselves last: to us belongs whatever names no owner.
  const usersWho = (active: boolean) =>
    users
      .filter(({ active_flag }) => active_flag === active)
      .toSorted((a, b) => Number(a.id === me.id) - Number(b.id === me.id))
      .map(({ id, email }): User => ({ id: String(id), login: String(email) }));
  const [[first, second], [former]] = [usersWho(true), usersWho(false)];
  const domain = String(me.company_domain);
  const activitiesOf = async ({ id }: RecordRef, type: string) =>
    (await api.list(`v2/activities?person_id=${id}&limit=500`)).filter((one) => one.type === type);
  return {
    title: `${place.title} (${domain})`,
    lacks: {
      ...lacks,
      ...(!second && { secondOwner: 'the company has one user' }),
      ...(!former && { formerOwner: 'nobody has left the company' }),
    },
    env: place.env,
    wrongCredential: { PIPEDRIVE_API_TOKEN: 'not-a-token-of-this-company' },
    fetch: line.fetch,
    requestCount: line.count,
    users: [first!, ...(second ? [second] : [])] as [User, ...User[]],
    formerUser: former,
    nowhere: { type: PERSON, id: '987654321' },
    emailField: 'email',
    patienceMs: place.patienceMs,
    faults,
    async seed(person) {
      return { type: PERSON, id: String((await api.one('POST', 'v2/persons', personFields(person))).id) };
    },
    async people() {
      const ids = [...new Set(made.get('v2/persons'))];
      return ids.length > 0 ? (await api.persons(ids)).map(seenPerson) : [];
    },
    async notesOf({ id }) {
      const notes = await api.list(`v1/notes?person_id=${id}&limit=500`);
      return notes.map((note) => ({
        id: String(note.id),
        text: shownText(textOf(note.content)),
        ownerId: idOf(note.user_id),
      }));
    },
    async tasksOf(ref) {
      const tasks = await activitiesOf(ref, 'task');
      return tasks.map((task) => ({ ...seen(task), open: task.done === false, due: textOf(task.due_date) }));
    },
    async callsOf(ref) {
      return (await activitiesOf(ref, 'call')).map(seenCall);
    },
    remove: (thing) => remove(api, thing),
    wrongLinks: (ref) => wrongLinks(ref, domain),
    ...(emulator && {
      lag: (ms: number) => void (emulator.settings.searchLagMs = ms),
      refuse: (part: Part, value: string) =>
        void emulator.state.rules.push({
          field: ({ email: 'emails', phone: 'phones', name: 'name' } as const)[part],
          value,
        }),
      locks: { 'the rights of its token': ({ id }: RecordRef) => emulator.lock(Number(id)) },
      deals: pipedriveDeals(api, emulator),
      companies: pipedriveCompanies(api),
      own: pipedriveOwnFields(emulator),
      hide: {
        users: () => void emulator.settings.hidden.add('users'),
        'the fields': () => void emulator.settings.hidden.add('fields'),
        'the leads': () => void emulator.settings.hidden.add('leads'),
        'the right to name the author of a note': () => void (emulator.state.users[0]!.is_admin = false),
      },
      retype: Object.fromEntries(
        ['double', 'date', 'enum', 'set', 'user'].map((type) => [
          type,
          () => void emulator.defineField(FIELDS.page, type),
        ]),
      ),
    }),
    async cleanUp() {
      const told: string[] = [];
      for (const kind of CLEAN_UP_ORDER) {
        const ids = made.get(kind)!.splice(0);
        const removed = await Promise.all(ids.map((id) => api.remove(kind, id)));
        const count = removed.filter(Boolean).length;
        if (count > 0) told.push(`${count} ${kind.slice(3)}`);
      }
      return told.join(', ') || 'nothing';
    },
    close: place.close ?? (() => Promise.resolve()),
  };
}

/** Without `retry-after`, which Pipedrive documents nowhere. */
function waitAnswer(seconds: number): Response {
  const body = { success: false, error: 'request over limit', errorCode: 429 };
  return Response.json(body, { status: 429, headers: { 'x-ratelimit-reset': String(seconds) } });
}

function personFields({ first, last, emails = [], phones = [], ownerId }: SeedPerson) {
  const listed = (values: readonly string[]) => values.map((value, at) => ({ value, primary: at === 0 }));
  return {
    name: [first, last].filter(Boolean).join(' '),
    emails: listed(emails),
    phones: listed(phones),
    ...(ownerId && { owner_id: Number(ownerId) }),
  };
}

function seenPerson({ id, name, emails, phones, owner_id }: PipedriveObject) {
  const values = (list: unknown) =>
    (list as { value: string; primary: boolean }[])
      .toSorted((a, b) => Number(b.primary) - Number(a.primary))
      .map(({ value }) => value);
  const ref = { type: PERSON, id: String(id) };
  return { ref, name: textOf(name), emails: values(emails), phones: values(phones), ownerId: idOf(owner_id) };
}

function seen({ id, subject, note, owner_id }: PipedriveObject) {
  return { id: String(id), text: `${textOf(subject)}\n${shownText(textOf(note))}`, ownerId: idOf(owner_id) };
}

/** What Pipedrive has no field for stands in the text. */
function seenCall(call: PipedriveObject) {
  const read = seen(call);
  const [, minutes = '0', seconds] = /^Duration: (?:(\d+) mins?, )?(\d+) secs?$/m.exec(read.text) ?? [];
  return {
    ...read,
    direction: /^Incoming call/m.test(read.text) ? ('inbound' as const) : ('outbound' as const),
    ended: call.done === true,
    ...(seconds && { seconds: 60 * Number(minutes) + Number(seconds) }),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const idOf = (value: unknown): string => String(value);

async function remove(api: PipedriveApi, thing: Thing): Promise<void> {
  if ('person' in thing) await api.remove('v2/persons', thing.person.id);
  else if ('note' in thing) await api.remove('v1/notes', thing.note);
  else await api.remove('v2/activities', Object.values(thing)[0] as string);
}

function wrongLinks({ id }: RecordRef, domain: string): Record<string, string> {
  const own = `https://${domain}.pipedrive.com`;
  return {
    'a person of another company': `https://other.pipedrive.com/person/${id}`,
    'a person of whichever company': `https://app.pipedrive.com/person/${id}`,
    'an organization': `${own}/organization/${id}`,
    'the list of persons': `${own}/persons/list/user/everyone`,
    'the Leads inbox': `${own}/leads/inbox`,
    'an id that is none': `${own}/person/tom`,
    'an id that climbs': `${own}/person/../../${id}`,
  };
}

export const account: AccountModule = {
  emulated: {
    lacks: EVERY_COMPANY_LACKS,
    async open() {
      const emulator = createPipedriveEmulator();
      const server = await emulator.listen();
      const places = Object.entries(FIELDS).map(([field, name]) => {
        const type = field === 'lastChat' ? 'date' : field === 'page' ? 'text' : 'varchar';
        return `${field}=${emulator.defineField(name, type).field_code}`;
      });
      const env = {
        PIPEDRIVE_COMPANY: emulator.state.company.domain,
        PIPEDRIVE_API_TOKEN: SANDBOX_TOKEN,
        PIPEDRIVE_BASE_URL: server.url,
        PIPEDRIVE_LEAD_FIELDS: places.join(','),
      };
      const place = { title: 'Emulated Pipedrive', env, baseUrl: server.url, token: SANDBOX_TOKEN };
      const others: (() => Promise<void>)[] = [() => server.close()];
      const close = async () => void (await Promise.all(others.map((each) => each())));
      return {
        ...(await openAccount({ ...place, patienceMs: 0, lacks: EVERY_COMPANY_LACKS, emulator, close })),
        async elsewhere() {
          const other = createPipedriveEmulator();
          Object.assign(other.state.company, { id: other.state.company.id + 1, domain: 'elsewhere' });
          const otherServer = await other.listen();
          others.push(() => otherServer.close());
          return { PIPEDRIVE_BASE_URL: otherServer.url };
        },
        rotated() {
          emulator.exchangeToken(ROTATED);
          return { PIPEDRIVE_API_TOKEN: ROTATED };
        },
      };
    },
  },
  live: {
    variables: {
      PIPEDRIVE_COMPANY: 'the first part of the company’s address',
      PIPEDRIVE_API_TOKEN: 'a personal API token',
    },
    open(env) {
      requireVariables(this.variables, env);
      const own = Object.entries(env).filter(([name]) => name.startsWith('PIPEDRIVE_'));
      const theirs = ['PIPEDRIVE_DEFAULT_OWNER', 'PIPEDRIVE_OWNER_MAP', 'PIPEDRIVE_REPLY_FIELDS'];
      return openAccount({
        title: 'Pipedrive',
        env: Object.fromEntries(own.filter(([name]) => !theirs.includes(name))),
        baseUrl: definition.settings.read(env, 'PIPEDRIVE_').baseUrl,
        token: env.PIPEDRIVE_API_TOKEN!.trim(),
        patienceMs: LIVE_PATIENCE_MS,
        lacks: {
          ...EVERY_COMPANY_LACKS,
          hiding: 'only an emulated company can be told what to hide',
          typedFields: 'only an emulated company can be told of which type its fields are',
          deals: 'only of an emulated company a stage is known',
          companies: 'only in an emulated company organizations are made',
          ownFields: 'only in an emulated account fields are made',
          otherAccount: 'only emulated companies come in two',
          searchLag: 'only an emulated company can be told to lag',
          refusals: 'only an emulated company can be told what to refuse',
          locks: 'only an emulated company can be told whom not to edit',
        },
      });
    },
  },
};
