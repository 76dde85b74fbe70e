import fc from 'fast-check';
import { LEAD, startOrg, type Org } from '../org';
import { startOrgWithLeads } from './people';
import { anyText } from '../../../arbitrary/any-text';

let org: Org;
beforeAll(async () => {
  org = await startOrgWithLeads();
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
