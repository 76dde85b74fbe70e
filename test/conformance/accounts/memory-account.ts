import type { AccountModule, CrmAccount, Lacks, Part, SeedPerson, Thing } from './account';
import { LineFaults } from './line-faults';
import { MemoryCrm, MEMORY_TOKEN, type MemoryActivity, type MemoryPerson } from '../memory-crm/crm';
import { counted } from '../requests';

const BASE_URL = 'https://crm.example.com';
const OTHER_URL = 'https://other.example.com';

const LACKS: Lacks = {
  unreachable: 'an activity is always somebody’s',
  deals: 'it has people only',
  companies: 'it has people only',
};

function openAccount(): CrmAccount {
  const crm = new MemoryCrm();
  const faults = new LineFaults({
    isWrite: (method) => method !== 'GET',
    waitAnswer: (seconds) => new Response(null, { status: 429, headers: { 'retry-after': String(seconds) } }),
  });
  const other = new MemoryCrm();
  other.accountId = 'memory-2';
  const both: typeof fetch = (input, init) =>
    (new Request(input).url.startsWith(OTHER_URL) ? other : crm).fetch(input, init);
  const line = counted(faults.over(both));
  const [first, second, former] = crm.users;
  const activities = (kind: MemoryActivity['kind'], { id }: { id: string }) =>
    [...crm.activities.values()].filter((item) => item.kind === kind && item.person === id);
  return {
    title: 'Memory CRM',
    lacks: LACKS,
    env: { MEMORY_TOKEN, MEMORY_BASE_URL: BASE_URL },
    wrongCredential: { MEMORY_TOKEN: 'not-a-token-of-this-account' },
    fetch: line.fetch,
    requestCount: line.count,
    users: [first!, second!],
    formerUser: former!,
    nowhere: { type: 'person', id: 'p987654' },
    emailField: 'email',
    patienceMs: 0,
    faults,
    seed: (person) => Promise.resolve(refOf(crm.add(seedFields(person)))),
    people: () => Promise.resolve([...crm.people.values()].map(seenPerson)),
    notesOf: (ref) => Promise.resolve(activities('note', ref).map(seen)),
    tasksOf: (ref) =>
      Promise.resolve(
        activities('task', ref).map((task) => ({
          ...seen(task),
          open: true,
          due: new Date(Number(task.data.dueAt)).toISOString().slice(0, 10),
        })),
      ),
    callsOf: (ref) => Promise.resolve(activities('call', ref).map(seenCall)),
    remove: (thing) => Promise.resolve(remove(crm, thing)),
    succeed(loser, email) {
      const winner = crm.add({ last: 'Successor', emails: email ? [email] : [] });
      crm.merge(winner.id, loser.id);
      return Promise.resolve(refOf(winner));
    },
    wrongLinks: ({ id }) => ({
      'a company': `${BASE_URL}/companies/${id}`,
      'the list of people': `${BASE_URL}/people`,
      'an id that is none': `${BASE_URL}/people/tom`,
    }),
    lag: (ms) => void (crm.searchLagMs = ms),
    refuse: (part, value) => void crm.refusedValues.push({ field: FIELD[part], value }),
    locks: { 'a lock': ({ id }) => void crm.locked.add(id) },
    hide: { users: () => void crm.hidden.add('users') },
    retype: { number: () => void crm.numbers.add('page') },
    own: {
      object: 'person',
      kinds: ['text', 'number', 'boolean', 'date', 'choice'],
      define(kind) {
        crm.ownFields.set(`own_${kind}`, kind);
        return `own_${kind}`;
      },
      held: ({ id }, field) => crm.people.get(id)?.own[field],
    },
    require() {
      crm.required = 'region';
      return { MEMORY_ACTIVITY_DEFAULTS: 'region=EMEA' };
    },
    elsewhere: () => Promise.resolve({ MEMORY_BASE_URL: OTHER_URL }),
    rotated: () => ({ MEMORY_TOKEN: (crm.token = 'rotated-token') }),
    cleanUp() {
      const told = `${crm.people.size} people, ${crm.activities.size} activities`;
      crm.people.clear();
      crm.activities.clear();
      return Promise.resolve(told);
    },
    close: () => Promise.resolve(),
  };
}

const FIELD: Record<Part, string> = { email: 'emails', phone: 'phones', name: 'last' };

function seedFields({ first, last, emails = [], phones = [], ownerId }: SeedPerson) {
  return { first, last, emails: [...emails], phones: [...phones], ownerId };
}

function refOf({ id }: { id: string }) {
  return { type: 'person', id };
}

function seenPerson({ id, first, last, emails, phones, ownerId }: MemoryPerson) {
  const name = [first, last].filter(Boolean).join(' ');
  return { ref: refOf({ id }), name, emails, phones, ...(ownerId && { ownerId }) };
}

function seen({ id, text, ownerId }: MemoryActivity) {
  return { id, text, ...(ownerId && { ownerId }) };
}

function seenCall(call: MemoryActivity) {
  const { direction, state, durationMs } = call.data;
  return {
    ...seen(call),
    direction: direction === 'inbound' ? ('inbound' as const) : ('outbound' as const),
    ended: state === 'completed' || state === 'failed',
    ...(durationMs !== undefined && { seconds: Number(durationMs) / 1000 }),
  };
}

function remove(crm: MemoryCrm, thing: Thing): void {
  if ('person' in thing) crm.people.delete(thing.person.id);
  else crm.activities.delete(Object.values(thing)[0] as string);
}

export const account: AccountModule = {
  emulated: { lacks: LACKS, open: () => Promise.resolve(openAccount()) },
};
