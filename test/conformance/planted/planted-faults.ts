import type { CreateOutcome } from '../../../connectors/connector';
import { ADMINISTRATOR_FAULTS } from './administrator-faults';
import { CHAT_FAULTS } from './chat-faults';
import { COMPANY_FAULTS } from './company-faults';
import { OWN_FIELD_FAULTS } from './own-field-faults';
import { ACTIVITY_FAULTS } from './activity-faults';
import { ERROR_FAULTS } from './error-faults';
import { inConnector, inSession, onError, onTheLine, refused, within, type PlantedFault } from './planting';

export const PLANTED_FAULTS: readonly PlantedFault[] = [
  ...ADMINISTRATOR_FAULTS,
  ...CHAT_FAULTS,
  ...OWN_FIELD_FAULTS,
  {
    name: 'a lead that exists already is an error (no 409 handling)',
    caughtBy: 'race: two at the same instant make one lead, and both learn which',
    plant: inSession((session) => ({
      async create(draft) {
        const created = await session.create(draft);
        if (created.outcome === 'exists') throw refused('HTTP 409');
        return created;
      },
    })),
  },
  {
    name: 'what exists already is taken for the lead just made',
    caughtBy: 'race: two at the same instant make one lead, and both learn which',
    plant: inSession((session) => ({
      async create(draft): Promise<CreateOutcome> {
        const created = await session.create(draft);
        if (created.outcome === 'created') return created;
        return { outcome: 'created', record: (await session.get(created.ref))!, refused: [] };
      },
    })),
  },
  {
    name: 'nobody is found to own a lead',
    caughtBy: 'owner: the user with the agent’s login, however it is spelt',
    plant: inSession((session) => ({ findOwners: () => session.findOwners([]) })),
  },
  {
    name: 'the logins are given each other’s owners',
    caughtBy: 'owner: the first login that is a user',
    plant: inSession((session) => ({
      async findOwners(logins) {
        const found = await session.findOwners(logins);
        const owners = [...found.values()].toReversed();
        return new Map([...found.keys()].map((login, at) => [login, owners[at]!]));
      },
    })),
  },
  {
    name: 'an owner is known in lower case only',
    caughtBy: 'owner: else the default, given as a login or as an id',
    plant: inSession((session) => ({
      findOwners: (logins) => session.findOwners(logins.filter((login) => login === login.toLowerCase())),
    })),
  },
  {
    name: 'the owner of a new lead is dropped',
    caughtBy: 'create: a lead with name, e-mail, phone and owner',
    plant: inSession((session) => ({
      create: ({ ownerId: _dropped, ...draft }) => session.create(draft),
    })),
  },
  {
    name: 'a note is doubled when in doubt',
    caughtBy: 'repeat: a note whose answer was lost is not made again, and is brought up to date',
    in: ['hubspot', 'pipedrive', 'salesforce'],
    plant: inConnector((connector) => ({ open: (call) => connector.open({ ...call, inDoubt: false }) })),
  },
  {
    name: 'what was written before is forgotten',
    caughtBy: 'conversation: one that has not changed costs nothing',
    plant: inSession((session) => ({
      saveConversation: (ref, conversation) => session.saveConversation(ref, conversation, []),
    })),
  },
  {
    name: 'a call is logged anew at each of its events',
    caughtBy: 'call: brought up to date to its end, with duration and recording',
    plant: inSession((session) => ({
      saveCall: (ref, call, callId) =>
        session.saveCall(ref, callId ? { ...call, marker: `${call.marker} again` } : call, undefined),
    })),
  },
  {
    name: 'all chats of a person share one note',
    caughtBy: 'conversation: each chat of a person has its own note, even when in doubt',
    plant: inSession((session) => ({
      saveConversation: (ref, conversation, written) =>
        session.saveConversation(ref, { ...conversation, marker: 'JivoChat chat' }, written),
    })),
  },
  {
    name: 'a message is cut at 1,800 characters',
    caughtBy: 'long: a message of 100,000 characters stands in the notes whole',
    plant: inSession((session) => ({
      saveConversation: (ref, { messages, ...conversation }, written) => {
        const cut = messages.map((message) => ({ ...message, text: message.text.slice(0, 1_800) }));
        return session.saveConversation(ref, { ...conversation, messages: cut }, written);
      },
    })),
  },
  {
    name: 'what the CRM has is overwritten',
    caughtBy: 'merge: what the CRM has stays, what differs goes to the further fields or is left over',
    plant: inSession((session) => ({
      async get(ref) {
        const record = await session.get(ref);
        return record && { ...record, name: undefined, emails: [], phones: [], fields: {} };
      },
    })),
  },
  {
    name: 'further e-mails are not looked at',
    caughtBy: 'find: a person by an e-mail that is not the main one',
    in: ['hubspot', 'pipedrive', 'memory'],
    plant: inSession((session) => ({
      async find(person) {
        const hits = await session.find(person);
        return hits.filter(({ emails: [main] }) => !person.email || main === person.email);
      },
    })),
  },
  {
    name: 'phone numbers are compared as they were typed',
    caughtBy: 'find: a person by a phone number written with spaces',
    plant: inSession((session) => ({
      async find(person) {
        const hits = await session.find(person);
        const { phone } = person;
        return hits.filter(({ phones }) => !phone || phones.includes(phone.e164 ?? phone.raw));
      },
    })),
  },
  {
    name: 'a record that is gone is an error',
    caughtBy: 'get: a record that was removed is undefined',
    plant: inSession((session) => ({
      async get(ref) {
        const record = await session.get(ref);
        if (!record) throw refused('HTTP 404');
        return record;
      },
    })),
  },
  {
    name: 'any link with an id at its end is taken',
    caughtBy: 'link: what leads to no record of this account is refused in words',
    plant: inSession((session) => ({
      async readLink(url) {
        const reading = await session.readLink(url);
        const id = /\/(\w*\d\w*)(?:\/view)?$/.exec(url)?.[1];
        return !reading.ok && id ? { ok: true, ref: { type: 'record', id } } : reading;
      },
    })),
  },
  {
    name: 'a value the CRM refuses costs the lead',
    caughtBy: 'refused: the email: the lead is saved without it, and the value is told',
    plant: inSession((session) => ({
      async create(draft) {
        const created = await session.create(draft);
        if (created.outcome === 'created' && created.refused.length > 0) throw refused('HTTP 400');
        return created;
      },
    })),
  },
  {
    name: 'a value the CRM refuses is lost silently',
    caughtBy: 'refused: the email: the lead is saved without it, and the value is told',
    plant: inSession((session) => ({
      async create(draft) {
        const created = await session.create(draft);
        return created.outcome === 'created' ? { ...created, refused: [] } : created;
      },
    })),
  },
  ...ERROR_FAULTS,
  {
    name: 'the owner’s name costs a request',
    caughtBy: 'owner: the name of somebody asked for before costs no request',
    plant: inSession((session) => ({
      async ownerName(ownerId) {
        await session.find({ email: 'somebody@example.com' });
        return session.ownerName(ownerId);
      },
    })),
  },
  {
    name: 'the owner’s name is told only after an owner was asked for',
    caughtBy: 'owner: whose client a known person is can be said before any owner was asked for',
    plant: inSession((session) => {
      let asked = false;
      return {
        findOwners: (logins) => ((asked = true), session.findOwners(logins)),
        ownerName: (ownerId) => (asked ? session.ownerName(ownerId) : Promise.resolve(undefined)),
      };
    }),
  },
  {
    name: 'the log tells who is written about',
    caughtBy: 'create: a lead with name, e-mail, phone and owner',
    plant: inConnector((connector) => ({
      open(call) {
        const session = connector.open(call);
        return within(session, {
          create(draft) {
            call.log.info('Creating a lead', { email: draft.lead.email });
            return session.create(draft);
          },
        });
      },
    })),
  },
  {
    name: 'all accounts have one number',
    caughtBy: 'tenant: another account has another number, and another credential',
    plant: inSession(() => ({ tenant: () => Promise.resolve('account') })),
  },
  {
    name: 'an account is told from another one by the credential only',
    caughtBy: 'tenant: a new credential of the same account leads to the same number',
    in: ['hubspot', 'pipedrive', 'memory'],
    plant: inConnector((connector) => ({
      open: (call) => within(connector.open(call), { tenant: () => Promise.resolve(connector.credential) }),
    })),
  },
  {
    name: 'two accounts share what is remembered of one credential',
    caughtBy: 'tenant: another account has another number, and another credential',
    plant: inConnector(() => ({ credential: 'credential' })),
  },
  {
    name: 'a quote in a query is not escaped',
    caughtBy: 'untrusted: an e-mail with signs that mean something in queries finds its person only',
    in: ['memory', 'salesforce'],
    plant: onTheLine((url, init) => {
      const body = typeof init?.body === 'string' ? unescaped(init.body) : init?.body;
      return [unescaped(url), { ...init, body }];
    }),
  },
  {
    name: 'what the visitor wrote goes into HTML as it is',
    caughtBy: 'untrusted: a script stands there as the text it is',
    in: ['hubspot', 'pipedrive'],
    plant: onTheLine((url, init) => {
      const body = typeof init?.body === 'string' ? init.body.replaceAll('&lt;', '<') : init?.body;
      return [url, { ...init, body }];
    }),
  },
  ...ACTIVITY_FAULTS,
  ...COMPANY_FAULTS,
];

/** The same machinery without a fault: what it catches is the fault, not the machinery. */
export const HARMLESS: readonly Pick<PlantedFault, 'name' | 'plant'>[] = [
  { name: 'nothing', plant: (subject) => subject },
  { name: 'an unchanged session', plant: inSession(() => ({})) },
  { name: 'unchanged errors', plant: onError((error) => error) },
  { name: 'unchanged requests', plant: onTheLine((url, init) => [url, init]) },
];

/** Of a query in an address, whether it is the request's own or one in its body. */
function unescaped(text: string): string {
  return text.replaceAll(/%5C(%27|')/gi, '$1');
}
