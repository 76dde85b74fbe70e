import type { Org } from '../org';
import { startOrgWithLeads } from './people';

let org: Org;
beforeAll(async () => {
  org = await startOrgWithLeads();
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
