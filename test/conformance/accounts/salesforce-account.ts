import type { Env } from '../../../config/env';
import { definition } from '../../../connectors/salesforce/definition';
import type { RecordRef } from '../../../leads/record';
import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  to18,
  type SalesforceEmulator,
} from '../../../emulators/salesforce';
import type { AccountModule, CrmAccount, Lacks, Part, SeedPerson, Thing, User } from './account';
import { LineFaults } from './line-faults';
import { counted, observed, requireVariables, transportAsFetch } from '../requests';
import { salesforceDeals } from './salesforce/deals';
import { demand, hideOf, LEAD_FIELD_FIELDS, locksOf, refuse, retypeOf } from './salesforce/emulated';
import { salesforceOwnFields } from './salesforce/own-fields';
import { isWrite, madeBy, SalesforceApi, type Row } from './salesforce/api';

const PEOPLE = ['Lead', 'Contact'] as const;
/** What hangs on a person goes first, and accounts after their contacts. */
const CLEAN_UP_ORDER = ['Task', 'Lead', 'Contact', 'Account'];
const EXTERNAL_ID = 'JivoChat_Visitor__c';
const EVERY_ORG_LACKS: Lacks = {
  furtherEmails: 'a lead has one e-mail field',
  companies: 'a lead has the text Company, and contacts are never made',
};

/** Where the org is and what can be done with it beyond Salesforce's API. */
interface Place {
  title: string;
  env: Env;
  lacks: Lacks;
  emulator?: SalesforceEmulator;
  close?: () => Promise<void>;
}

async function openAccount({ title, env, lacks, emulator, close }: Place): Promise<CrmAccount> {
  const made = new Map<string, string[]>(CLEAN_UP_ORDER.map((type) => [type, []]));
  const watched = observed(transportAsFetch(), (exchange) => {
    const record = madeBy(exchange);
    if (record) made.get(record.type)?.push(record.id);
  });
  const api = await SalesforceApi.signIn(definition.settings.read(env, 'SALESFORCE_'), watched);
  const faults = new LineFaults({ isWrite, waitAnswer });
  const line = counted(faults.over(watched));
  const [users, [former]] = await Promise.all([readUsers(api, true), readUsers(api, false)]);
  const tasksOf = async ({ id }: RecordRef, condition: string) =>
    api.query(
      `SELECT ${TASK_FIELDS} FROM Task WHERE WhoId = '${id}' AND ${condition} ORDER BY CreatedDate, Id`,
    );
  return {
    title: `${title} (${api.instanceUrl})`,
    lacks: {
      ...lacks,
      ...(users.length < 2 && { secondOwner: 'the org has one user' }),
      ...(!former && { formerOwner: 'nobody has left the org' }),
    },
    env,
    wrongCredential: { SALESFORCE_CLIENT_ID: 'not-a-client-of-this-org' },
    fetch: line.fetch,
    requestCount: line.count,
    users: users.slice(0, 2) as [User, ...User[]],
    formerUser: former,
    nowhere: { type: 'Lead', id: to18('00QzzzzzzzzzzzZ') },
    emailField: 'Email',
    patienceMs: 0,
    faults,
    async seed(person) {
      return { type: 'Lead', id: await api.create('Lead', leadFields(person)) };
    },
    async people() {
      const found = await Promise.all(PEOPLE.map((type) => readPeople(api, type, made.get(type)!)));
      return found.flat();
    },
    async notesOf(ref) {
      return (await tasksOf(ref, `TaskSubtype = 'Task' AND IsClosed = true`)).map(seen);
    },
    async tasksOf(ref) {
      const open = await tasksOf(ref, `TaskSubtype = 'Task' AND IsClosed = false`);
      return open.map((task) => ({ ...seen(task), open: true, due: String(task.ActivityDate) }));
    },
    async callsOf(ref) {
      return (await tasksOf(ref, `TaskSubtype = 'Call'`)).map(seenCall);
    },
    remove: (thing) => remove(api, thing),
    wrongLinks: (ref) => wrongLinks(ref, api.instanceUrl),
    ...(emulator && {
      succeed({ id }: RecordRef, email?: string) {
        const { contactId, accountId } = emulator.convert(id);
        if (email) emulator.edit(contactId, { Email: email });
        made.get('Contact')!.push(contactId);
        made.get('Account')!.push(accountId);
        return Promise.resolve({ type: 'Contact', id: contactId });
      },
      lag: (ms: number) => void (emulator.settings.searchLagMs = ms),
      locks: locksOf(emulator),
      refuse: (part: Part, value: string) => refuse(emulator, part, value),
      hide: hideOf(emulator),
      deals: salesforceDeals(api, emulator),
      own: salesforceOwnFields(emulator),
      retype: retypeOf(emulator),
      require: () => demand(emulator),
      forbidActivities: ({ id }: RecordRef) => emulator.forbidActivities(id),
      ofNobody: async () => (await api.query(`SELECT ${TASK_FIELDS} FROM Task WHERE WhoId = null`)).map(seen),
    }),
    async cleanUp() {
      const told: string[] = [];
      for (const type of CLEAN_UP_ORDER) {
        const ids = made.get(type)!.splice(0);
        const removed = await Promise.all(ids.map((id) => api.remove(type, id)));
        const count = removed.filter(Boolean).length;
        if (count > 0) told.push(`${count} ${type.toLowerCase()}${count === 1 ? '' : 's'}`);
      }
      return told.join(', ') || 'nothing';
    },
    close: close ?? (() => Promise.resolve()),
  };
}

/** A maintenance answer; Salesforce's limits name no time. */
function waitAnswer(seconds: number): Response {
  const body = [{ errorCode: 'SERVER_UNAVAILABLE', message: 'Server is temporarily unavailable' }];
  return Response.json(body, { status: 503, headers: { 'retry-after': String(seconds) } });
}

/**
 * Other than ourselves, who own whatever has no owner. The login is the address, unless it is somebody else's too: a
 * shared one names no user for certain.
 */
async function readUsers(api: SalesforceApi, active: boolean): Promise<User[]> {
  const rows = await api.query(
    `SELECT Id, Username, Email FROM User WHERE IsActive = ${active} AND UserType = 'Standard' ORDER BY CreatedDate DESC LIMIT 200`,
  );
  const shared = (email: unknown) => rows.filter((row) => row.Email === email).length > 1;
  const others = rows.filter(({ Id }) => Id !== api.userId);
  return (others.length > 0 ? others : rows).map(({ Id, Username, Email }) => ({
    id: String(Id),
    login: String(shared(Email) ? Username : Email),
  }));
}

function leadFields({ first, last, emails = [], phones = [], ownerId }: SeedPerson) {
  const [Phone, MobilePhone] = phones;
  const fields = { FirstName: first, LastName: last, Email: emails[0], Phone, MobilePhone, OwnerId: ownerId };
  return { Company: 'Conformance kit', ...fields };
}

async function readPeople(api: SalesforceApi, type: (typeof PEOPLE)[number], ids: string[]) {
  const converted = type === 'Lead' ? ', IsConverted' : '';
  const select = `SELECT Id, FirstName, LastName, Email, Phone, MobilePhone, OwnerId${converted} FROM ${type}`;
  const rows = await api.byIds(select, ids);
  return rows.filter(({ IsConverted }) => IsConverted !== true).map((row) => seenPerson(type, row));
}

function seenPerson(type: string, row: Row) {
  const texts = (...names: string[]) => names.map((name) => row[name]).filter((text) => !!text) as string[];
  return {
    ref: { type, id: String(row.Id) },
    name: texts('FirstName', 'LastName').join(' '),
    emails: texts('Email'),
    phones: texts('Phone', 'MobilePhone'),
    ownerId: String(row.OwnerId),
  };
}

const TASK_FIELDS =
  'Id, Subject, Description, OwnerId, Status, ActivityDate, CallType, CallDurationInSeconds, CreatedDate';

function seen({ Id, Subject, Description, OwnerId }: Row) {
  const text = [Subject, Description].map((part) => (typeof part === 'string' ? part : '')).join('\n');
  return { id: String(Id), text, ownerId: String(OwnerId) };
}

function seenCall(call: Row) {
  const { CallType, Status, CallDurationInSeconds: seconds } = call;
  return {
    ...seen(call),
    direction: CallType === 'Inbound' ? ('inbound' as const) : ('outbound' as const),
    ended: Status === 'Completed',
    ...(typeof seconds === 'number' && { seconds }),
  };
}

async function remove(api: SalesforceApi, thing: Thing): Promise<void> {
  if ('person' in thing) await api.remove(thing.person.type, thing.person.id);
  else await api.remove('Task', Object.values(thing)[0] as string);
}

function wrongLinks({ id }: RecordRef, instanceUrl: string): Record<string, string> {
  return {
    'a lead of another org': `https://other.my.salesforce.com/lightning/r/Lead/${id}/view`,
    'an account': `${instanceUrl}/lightning/r/Account/${to18('001000000000001')}/view`,
    'the list of leads': `${instanceUrl}/lightning/o/Lead/list`,
    'an id that lost a character': `${instanceUrl}/lightning/r/Lead/${id.slice(0, -1)}/view`,
  };
}

export const account: AccountModule = {
  emulated: {
    lacks: EVERY_ORG_LACKS,
    async open() {
      const emulator = createSalesforceEmulator();
      emulator.defineExternalId('Lead', EXTERNAL_ID);
      for (const name of Object.values(LEAD_FIELD_FIELDS)) emulator.defineField('Lead', { name });
      const server = await emulator.listen();
      const env = {
        SALESFORCE_LOGIN_URL: server.url,
        SALESFORCE_CLIENT_ID: SANDBOX_CLIENT_ID,
        SALESFORCE_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
        SALESFORCE_EXTERNAL_ID_FIELD: EXTERNAL_ID,
        SALESFORCE_FACT_FIELDS: Object.entries(LEAD_FIELD_FIELDS)
          .map((pair) => pair.join('='))
          .join(','),
      };
      const others: (() => Promise<void>)[] = [() => server.close()];
      const close = async () => void (await Promise.all(others.map((each) => each())));
      const lacks = EVERY_ORG_LACKS;
      return {
        ...(await openAccount({ title: 'Emulated Salesforce', env, lacks, emulator, close })),
        async elsewhere() {
          const other = createSalesforceEmulator();
          other.state.records.find(({ type }) => type === 'Organization')!.id = to18('00DgL0000000099');
          const otherServer = await other.listen();
          others.push(() => otherServer.close());
          return { SALESFORCE_LOGIN_URL: otherServer.url };
        },
        rotated() {
          emulator.app.clientSecret = 'rotated';
          return { SALESFORCE_CLIENT_SECRET: emulator.app.clientSecret };
        },
      };
    },
  },
  live: {
    variables: {
      SALESFORCE_LOGIN_URL: 'your My Domain, https://….my.salesforce.com',
      SALESFORCE_CLIENT_ID: 'the consumer key of the external client app',
    },
    open(env) {
      requireVariables(this.variables, env);
      const own = Object.entries(env).filter(([name]) => name.startsWith('SALESFORCE_'));
      const theirs = ['SALESFORCE_DEFAULT_OWNER', 'SALESFORCE_OWNER_MAP', 'SALESFORCE_REPLY_FIELDS'];
      const unguarded = 'SALESFORCE_EXTERNAL_ID_FIELD is not set';
      return openAccount({
        title: 'Salesforce',
        env: Object.fromEntries(own.filter(([name]) => !theirs.includes(name))),
        lacks: {
          ...EVERY_ORG_LACKS,
          ...(!env.SALESFORCE_EXTERNAL_ID_FIELD && { uniquePerson: unguarded, uniqueVisitor: unguarded }),
          hiding: 'only an emulated account can be told what to hide',
          typedFields: 'only an emulated account can be told of which type its fields are',
          requiredFields: 'only an emulated account can be told what to demand',
          formerAddress: 'a lead is converted by hand',
          unreachable: 'only an emulated account can be told whom not to reach',
          deals: 'only of an emulated account a stage is known',
          ownFields: 'only in an emulated account fields are made',
          otherAccount: 'only emulated accounts come in two',
          successor: 'a lead is converted by hand',
          searchLag: 'only an emulated account can be told to lag',
          refusals: 'only an emulated account can be told what to refuse',
          locks: 'only an emulated account can be told whom not to edit',
        },
      });
    },
  },
};
