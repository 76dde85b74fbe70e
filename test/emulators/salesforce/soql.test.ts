import fc from 'fast-check';
import { LEAD, startOrg, type Org } from './org';
import { anyText } from '../../arbitrary/any-text';

let org: Org;
beforeAll(async () => {
  org = await startOrg();
  const { salesforce } = org;
  salesforce.defineField('Lead', { name: 'Key__c', unique: true, externalId: true, caseSensitive: true });
  salesforce.seed('Lead', {
    ...LEAD,
    FirstName: 'Tom',
    Email: 'Tom@Example.com',
    Phone: '+1 415 555-0100',
    Key__c: 'Ab',
  });
  salesforce.seed('Lead', {
    LastName: 'Zoe',
    Company: 'B%r',
    Email: 'zoe@example.com',
    NumberOfEmployees: 5,
  });
  salesforce.seed('Lead', { LastName: 'ada', Company: 'Bar', NumberOfEmployees: 50, IsConverted: true });
});

const names = async (rest: string) => {
  const { status, body } = await org.soql(`SELECT LastName FROM Lead ${rest}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return (body.records as { LastName: string }[]).map(({ LastName }) => LastName);
};

describe('SOQL finds', () => {
  it.each<[string, string, string[]]>([
    ['by e-mail whatever the case', "WHERE Email = 'TOM@example.COM'", ['Clifton']],
    ['what differs, and what is empty', "WHERE Email != 'tom@example.com'", ['Zoe', 'ada']],
    ['an empty field by null', 'WHERE Email = null', ['ada']],
    ['an empty field by an empty string', "WHERE Email = ''", ['ada']],
    ['by LIKE with %', "WHERE Email LIKE '%@EXAMPLE.com'", ['Clifton', 'Zoe']],
    ['by LIKE with _', "WHERE LastName LIKE 'z_e'", ['Zoe']],
    ['by LIKE with an escaped %', "WHERE Company LIKE 'b\\%r'", ['Zoe']],
    ['by LIKE with a bare %', "WHERE Company LIKE 'b%r'", ['Zoe', 'ada']],
    ['LIKE takes a dot for a dot', "WHERE Email LIKE 'tom@example_com'", ['Clifton']],
    ['phones as they are written', "WHERE Phone = '+1 415 555-0100'", ['Clifton']],
    ['and not otherwise', "WHERE Phone = '+14155550100'", []],
    ['a case-sensitive field', "WHERE Key__c = 'Ab'", ['Clifton']],
    ['and only in its case', "WHERE Key__c = 'AB'", []],
    ['a case-sensitive field by LIKE', "WHERE Key__c LIKE 'a%'", []],
    ['by IN', "WHERE LastName IN ('ZOE', 'Ada')", ['Zoe', 'ada']],
    ['by NOT IN', "WHERE LastName NOT IN ('Zoe')", ['Clifton', 'ada']],
    ['by a boolean', 'WHERE IsConverted = TRUE', ['ada']],
    ['by numbers', 'WHERE NumberOfEmployees >= 5 AND NumberOfEmployees < 50', ['Zoe']],
    ['an empty number by no comparison', 'WHERE NumberOfEmployees < 1000', ['Zoe', 'ada']],
    ['by NOT', "WHERE NOT LastName = 'Zoe'", ['Clifton', 'ada']],
    [
      'with parentheses',
      "WHERE (LastName = 'Zoe' OR LastName = 'Clifton') AND IsConverted = false",
      ['Clifton', 'Zoe'],
    ],
    [
      'by a field of the owner',
      "WHERE Owner.Username = 'integration@example.com.jivochat'",
      ['Clifton', 'Zoe', 'ada'],
    ],
    ['by the name of the object', "WHERE Lead.LastName = 'Zoe'", ['Zoe']],
    [
      'dates with a time',
      'WHERE CreatedDate > 2020-01-01T00:00:00Z AND CreatedDate < 2020-01-02T00:00:00+00:00',
      [],
    ],
    ['names in any case', "where LASTNAME = 'Zoe' limit 1", ['Zoe']],
    ['sorted without regard to case', 'ORDER BY LastName', ['ada', 'Clifton', 'Zoe']],
    ['sorted down', 'ORDER BY LastName DESC', ['Zoe', 'Clifton', 'ada']],
    ['sorted, nulls first', 'ORDER BY NumberOfEmployees ASC', ['Clifton', 'Zoe', 'ada']],
    ['sorted, nulls first, wherever they came', 'ORDER BY Email', ['ada', 'Clifton', 'Zoe']],
    ['sorted down, nulls first', 'ORDER BY NumberOfEmployees DESC', ['Clifton', 'ada', 'Zoe']],
    ['sorted down, nulls last', 'ORDER BY NumberOfEmployees DESC NULLS LAST', ['ada', 'Zoe', 'Clifton']],
    ['sorted by two', 'ORDER BY IsConverted DESC, LastName DESC NULLS LAST LIMIT 2', ['ada', 'Zoe']],
    ['with an offset', 'ORDER BY LastName LIMIT 1 OFFSET 1', ['Clifton']],
  ])('%s', async (_case, rest, expected) => expect(await names(rest)).toEqual(expected));

  it('queues, by what they are for', async () => {
    const inner = "SELECT QueueId FROM QueueSobject WHERE SobjectType = 'Lead'";
    const { body } = await org.soql(
      `SELECT Id, DeveloperName FROM Group WHERE Type = 'Queue' AND Id IN (${inner})`,
    );
    expect(body.records).toMatchObject([{ DeveloperName: 'Inbound_Leads' }]);
    const { body: other } = await org.soql(
      "SELECT Queue.DeveloperName FROM QueueSobject WHERE Queue.Name LIKE 'in%'",
    );
    expect(other.records).toMatchObject([{ Queue: { DeveloperName: 'Inbound_Leads' } }]);
  });

  it('users by e-mail, username or federation id', async () => {
    const where = ['Email', 'Username', 'FederationIdentifier'].map(
      (name) => `${name} = 'boris@example.com'`,
    );
    const { body } = await org.soql(
      `SELECT Id, Email FROM User WHERE IsActive = true AND (${where.join(' OR ')})`,
    );
    expect(body.records).toMatchObject([{ Email: 'Boris@Example.com' }]);
  });

  it('ids of 15 and 18 characters', async () => {
    const [lead] = org.salesforce.leads();
    for (const id of [lead!.id, lead!.id.slice(0, 15)]) {
      const { body } = await org.soql(`SELECT Id FROM Lead WHERE Id = '${id}'`);
      expect(body.records).toMatchObject([{ Id: lead!.id }]);
    }
  });
});

it('answers with attributes and with related records', async () => {
  const { body } = await org.soql('SELECT Name, Email, Account.Name, Account.Owner.Name FROM Contact');
  const [account] = org.salesforce.list('Account');
  expect(body).toEqual({
    totalSize: 1,
    done: true,
    records: [
      {
        attributes: {
          type: 'Contact',
          url: expect.stringMatching(/^\/services\/data\/v62\.0\/sobjects\/Contact\/003/),
        },
        Name: 'Clara Weber',
        Email: 'clara.weber@acme.example',
        Account: {
          attributes: { type: 'Account', url: `/services/data/v62.0/sobjects/Account/${account!.id}` },
          Name: 'Acme GmbH',
          Owner: {
            attributes: { type: 'User', url: expect.any(String) },
            Name: 'Anna Schmidt',
          },
        },
      },
    ],
  });
});

it('says of which kind an owner is', async () => {
  const { body } = await org.soql("SELECT Owner.Type, Owner.Name FROM Lead WHERE LastName = 'Zoe'");
  const attributes = { type: 'Name', url: expect.stringContaining('/sobjects/User/005') };
  expect(body.records[0].Owner).toEqual({ attributes, Type: 'User', Name: 'JivoChat Integration' });
});

it('counts', async () => {
  expect((await org.soql('SELECT COUNT() FROM Lead')).body).toEqual({
    totalSize: 3,
    done: true,
    records: [],
  });
});

it('gives null for an empty relationship', async () => {
  const { body } = await org.soql("SELECT ConvertedContact.Email FROM Lead WHERE LastName = 'Zoe'");
  expect(body.records).toMatchObject([{ ConvertedContact: null }]);
});

describe('SOQL refuses', () => {
  it.each<[string, string, string, RegExp]>([
    [
      'an unknown column',
      'SELECT foo FROM Lead',
      'INVALID_FIELD',
      /\n +\^\nERROR at Row:1:Column:8\nNo such column 'foo' on entity 'Lead'\. If you/,
    ],
    [
      'an unknown column in WHERE',
      "SELECT Id FROM Lead WHERE foo = 'x'",
      'INVALID_FIELD',
      /Row:1:Column:27\nNo such column 'foo'/,
    ],
    ['an unknown column in ORDER BY', 'SELECT Id FROM Lead ORDER BY foo', 'INVALID_FIELD', /No such column/],
    [
      'an unknown relationship',
      'SELECT Foo.Name FROM Lead',
      'INVALID_FIELD',
      /Didn't understand relationship 'Foo' in field path/,
    ],
    [
      'a field an owner may lack',
      'SELECT Owner.ProfileId FROM Lead',
      'INVALID_FIELD',
      /No such column 'ProfileId' on entity 'Name'/,
    ],
    ['an unknown object', 'SELECT Id FROM Leed', 'INVALID_TYPE', /sObject type 'Leed' is not supported/],
    [
      'filtering by a long text',
      "SELECT Id FROM Lead WHERE Description = 'x'",
      'INVALID_FIELD',
      /field 'Description' can not be filtered in a query call/,
    ],
    [
      'filtering by it with LIKE',
      "SELECT Id FROM Lead WHERE Description LIKE '%x%'",
      'INVALID_FIELD',
      /can not be filtered/,
    ],
    [
      'sorting by a long text',
      'SELECT Id FROM Lead ORDER BY Description',
      'INVALID_FIELD',
      /can not be sorted/,
    ],
    [
      'a number for a text',
      'SELECT Id FROM Lead WHERE Email = 5',
      'INVALID_FIELD',
      /must be of type string and should be enclosed in quotes/,
    ],
    [
      'a text for a boolean',
      "SELECT Id FROM Lead WHERE IsDeleted = 'false'",
      'INVALID_FIELD',
      /type boolean and should not be enclosed/,
    ],
    [
      'a text for a date',
      "SELECT Id FROM Task WHERE ActivityDate = '2024-01-01'",
      'INVALID_FIELD',
      /type date and should not/,
    ],
    ['LIKE on an id', "SELECT Id FROM Lead WHERE Id LIKE '00Q%'", 'INVALID_FIELD', /invalid operator/],
    [
      'what is no id',
      "SELECT Id FROM Lead WHERE OwnerId = 'anna'",
      'INVALID_QUERY_FILTER_OPERATOR',
      /invalid ID field: anna/,
    ],
    [
      'an apostrophe',
      "SELECT Id FROM Lead WHERE Name = 'O'Brien'",
      'MALFORMED_QUERY',
      /mismatched character '<EOF>' expecting '''/,
    ],
    [
      'a closed literal with more behind it',
      "SELECT Id FROM Lead WHERE Name = 'a' b",
      'MALFORMED_QUERY',
      /unexpected token: 'b'/,
    ],
    ['a swallowed quote', "SELECT Id FROM Lead WHERE Name = 'a\\'", 'MALFORMED_QUERY', /mismatched/],
    [
      'another escape',
      "SELECT Id FROM Lead WHERE Name = 'a\\xb'",
      'MALFORMED_QUERY',
      /Illegal character sequence '\\x' in string literal/,
    ],
    [
      'an escaped wildcard outside LIKE',
      "SELECT Id FROM Lead WHERE Name = 'a\\%'",
      'MALFORMED_QUERY',
      /Illegal/,
    ],
    ['another escape in LIKE', "SELECT Id FROM Lead WHERE Name LIKE 'a\\d%'", 'MALFORMED_QUERY', /Illegal/],
    ['another escape in IN', "SELECT Id FROM Lead WHERE Name IN ('a\\d')", 'MALFORMED_QUERY', /Illegal/],
    ['double quotes', 'SELECT Id FROM Lead WHERE Name = "x"', 'MALFORMED_QUERY', /unexpected token: '"'/],
    [
      'AND beside OR',
      "SELECT Id FROM Lead WHERE Name = 'a' AND Name = 'b' OR Name = 'c'",
      'MALFORMED_QUERY',
      /unexpected token: 'OR'/,
    ],
    ['an empty list', 'SELECT Id FROM Lead WHERE Id IN ()', 'MALFORMED_QUERY', /unexpected token: '\)'/],
    ['a star', 'SELECT * FROM Lead', 'MALFORMED_QUERY', /unexpected token: '\*'/],
    ['no object', 'SELECT Id', 'MALFORMED_QUERY', /unexpected token: '<EOF>'/],
    [
      'clauses in another order',
      'SELECT Id FROM Lead LIMIT 1 ORDER BY Name',
      'MALFORMED_QUERY',
      /unexpected token: 'ORDER'/,
    ],
    ['a field twice', 'SELECT Id, id FROM Lead', 'MALFORMED_QUERY', /duplicate field selected: Id/],
    ['a semicolon', 'SELECT Id FROM Lead;', 'MALFORMED_QUERY', /unexpected token: ';'/],
    [
      'two fields of a subquery',
      'SELECT Id FROM Lead WHERE Id IN (SELECT Id, Name FROM Lead)',
      'MALFORMED_QUERY',
      /one field/,
    ],
    ['nothing', '', 'MALFORMED_QUERY', /./],
  ])('%s', async (_case, query, errorCode, message) => {
    const { status, body } = await org.soql(query);
    expect(status).toBe(400);
    expect(body).toEqual([{ errorCode, message: expect.stringMatching(message) }]);
  });

  it.each([
    'SELECT Id FROM Lead l',
    'SELECT MAX(Name) FROM Lead',
    'SELECT Id, (SELECT Id FROM Tasks) FROM Lead',
    'SELECT Name FROM Lead GROUP BY Name',
    'SELECT Id FROM Lead WHERE CreatedDate = TODAY',
    'SELECT Id FROM Lead WHERE CALENDAR_YEAR(CreatedDate) = 2024',
  ])('says that it does not emulate: %s', async (query) => {
    const { status, body } = await org.soql(query);
    expect([status, body[0].errorCode]).toEqual([501, 'NOT_EMULATED']);
  });

  it('shows the place in a query of several lines', async () => {
    const { body } = await org.soql('SELECT Id\nFROM Lead\nWHERE foo = 1');
    expect(body[0].message).toMatch(/^\nWHERE foo = 1\n {6}\^\nERROR at Row:3:Column:7\n/);
  });

  it('is not there for an object the user may not see', async () => {
    org.salesforce.settings.inaccessibleObjects = ['Contact'];
    expect((await org.soql('SELECT Id FROM Contact')).body[0].errorCode).toBe('INVALID_TYPE');
    expect((await org.call('GET', '/sobjects/Contact/describe')).status).toBe(404);
    org.salesforce.settings.inaccessibleObjects = [];
  });

  it('has no answer for an address beyond 16,384 bytes', async () => {
    const { status, body } = await org.soql(`SELECT Id FROM Lead WHERE Name = '${'a'.repeat(16_400)}'`);
    expect(status).toBe(414);
    expect(body).toMatch(/URI Too Long/);
  });
});

describe('deleted records', () => {
  it('are seen by queryAll only', async () => {
    const id = org.salesforce.seed('Lead', { ...LEAD, LastName: 'Gone' });
    org.salesforce.remove(id);
    const query = "SELECT Id, IsDeleted FROM Lead WHERE LastName = 'Gone'";
    expect((await org.soql(query)).body.totalSize).toBe(0);
    expect((await org.soql(`${query} AND IsDeleted = true`)).body.totalSize).toBe(0);
    const { body } = await org.call('GET', `/queryAll?q=${encodeURIComponent(query)}`);
    expect(body.records).toMatchObject([{ Id: id, IsDeleted: true }]);
  });
});

it('gives 2,000 rows at a time, or fewer when told', async () => {
  const other = await startOrg();
  for (let n = 0; n < 450; n++) other.salesforce.seed('Lead', { ...LEAD, LastName: `L${n}` });
  const q = `/query?q=${encodeURIComponent('SELECT Id FROM Lead')}`;
  const { body } = await other.call('GET', q, undefined, { 'sforce-query-options': 'batchSize=200' });
  expect([body.totalSize, body.done, body.records.length]).toEqual([450, false, 200]);
  const next = (body.nextRecordsUrl as string).replace('/services/data/v62.0', '');
  const { body: rest } = await other.call('GET', next);
  expect([rest.totalSize, rest.done, rest.records.length]).toEqual([450, true, 250]);
});

describe('any text', () => {
  const escape = (text: string) => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");

  let ids: string[];
  const titled = (...titles: string[]) =>
    titles.forEach((Title, at) => org.salesforce.edit(ids[at]!, { Title }));
  const found = async (condition: string) => {
    const { body } = await org.soql(`SELECT Id FROM Lead WHERE Title ${condition}`);
    return (body.records as { Id: string }[]).map(({ Id }) => Id);
  };
  beforeAll(() => {
    ids = [org.salesforce.seed('Lead', LEAD), org.salesforce.seed('Lead', LEAD)];
  });

  it('escaped is found again, and nothing else', async () => {
    const alphabet = fc.constantFrom(...'abAB\'"\\%_ \n\tn0éßΣİ😀{}()');
    // Half a surrogate pair is no text of a URL.
    const text = fc
      .oneof(fc.string({ unit: alphabet, minLength: 1 }), anyText({ minLength: 1 }))
      .filter((value) => value.isWellFormed());
    await fc.assert(
      fc.asyncProperty(text, text, async (value, other) => {
        titled(value, other);
        const same = value.toLowerCase() === other.toLowerCase();
        expect(await found(`= '${escape(value)}'`)).toEqual(same ? ids : ids.slice(0, 1));
      }),
      { numRuns: 150 },
    );
  });

  it('escaped for LIKE is found again, and nothing else', async () => {
    const like = (text: string) => escape(text).replaceAll('%', '\\%').replaceAll('_', '\\_');
    const text = fc.string({ unit: fc.constantFrom(..."ab'\\%_.*$"), minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(text, text, async (value, other) => {
        titled(value, `${other}x`);
        const same = value === `${other}x`;
        expect(await found(`LIKE '${like(value)}'`)).toEqual(same ? ids : ids.slice(0, 1));
      }),
      { numRuns: 100 },
    );
  });

  it('unescaped never finds more than it should: it is refused or read as what it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(..."a'\\ OR=()") }), async (text) => {
        const { status } = await org.soql(`SELECT Id FROM Lead WHERE Title = '${text}'`);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 100 },
    );
  });
});
