import fc from 'fast-check';
import { LEAD, startOrg, type Org } from '../org';

let org: Org;
let now = Date.parse('2026-11-20T10:00:00Z');
beforeAll(async () => {
  org = await startOrg({ now: () => now, searchLagMs: 60_000 });
  const { salesforce } = org;
  salesforce.seed('Lead', {
    ...LEAD,
    FirstName: 'Tom',
    Email: 'tom.c@example.com',
    Phone: '+1 415 555-0100',
  });
  salesforce.seed('Lead', { ...LEAD, LastName: 'Smith', Email: 'ann@example.com', Phone: '4155550100' });
});

const names = async (find: string) => {
  const { status, body } = await org.sosl(find);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return (body.searchRecords as { Name: string }[]).map(({ Name }) => Name);
};

describe('SOSL finds', () => {
  it.each<[string, string, string[]]>([
    [
      'an e-mail as a phrase',
      'FIND {tom.c@example.com} IN EMAIL FIELDS RETURNING Lead(Name)',
      ['Tom Clifton'],
    ],
    ['words in any case', 'FIND {SMITH} IN NAME FIELDS RETURNING Lead(Name)', ['Smith']],
    ['nothing in other fields', 'FIND {Smith} IN EMAIL FIELDS RETURNING Lead(Name)', []],
    ['in all fields, by default', 'find {smith} returning Lead(Name)', ['Smith']],
    [
      'a phone by its digits, if it has nothing else',
      'FIND {4155550100} IN PHONE FIELDS RETURNING Lead(Name)',
      ['Smith'],
    ],
    [
      'a phone as it is written',
      'FIND {\\+1 415 555\\-0100} IN PHONE FIELDS RETURNING Lead(Name)',
      ['Tom Clifton'],
    ],
    ['the beginning of words', 'FIND {cli*} RETURNING Lead(Name)', ['Tom Clifton']],
    [
      'several objects',
      'FIND {weber OR smith} RETURNING Lead(Name), Contact(Name)',
      ['Smith', 'Clara Weber'],
    ],
    ['all words', 'FIND {tom smith} RETURNING Lead(Name)', []],
    ['one word but not another', 'FIND {example AND NOT smith} RETURNING Lead(Name)', ['Tom Clifton']],
    ['with parentheses', 'FIND {(tom OR smith) AND ann} RETURNING Lead(Name)', ['Smith']],
    ['phrases', 'FIND {"example inc"} RETURNING Lead(Name LIMIT 1)', ['Tom Clifton']],
    [
      'what WHERE lets through',
      "FIND {example} RETURNING Lead(Name WHERE LastName = 'Smith' AND IsConverted = false)",
      ['Smith'],
    ],
    ['in order', 'FIND {example} RETURNING Lead(Name ORDER BY Name) LIMIT 1', ['Smith']],
  ])('%s', async (_case, find, expected) => expect(await names(find)).toEqual(expected));

  it('ids only, unless asked for more', async () => {
    const { body } = await org.sosl('FIND {smith} RETURNING Lead');
    expect(body).toEqual({
      searchRecords: [{ attributes: expect.objectContaining({ type: 'Lead' }), Id: expect.any(String) }],
    });
  });

  it('phones whatever their punctuation, when told to', async () => {
    org.salesforce.settings.phoneSearchIgnoresPunctuation = true;
    expect(await names('FIND {14155550100} IN PHONE FIELDS RETURNING Lead(Name)')).toEqual(['Tom Clifton']);
    org.salesforce.settings.phoneSearchIgnoresPunctuation = false;
  });
});

describe('SOSL refuses', () => {
  it.each([..."&|!{[]^~:'+-"].map((c) => [c]))('%s without a backslash', async (c) => {
    const { status, body } = await org.sosl(`FIND {a${c}b} RETURNING Lead`);
    expect([status, body[0].errorCode]).toEqual([400, 'MALFORMED_SEARCH']);
    expect((await org.sosl(`FIND {aa\\${c}bb} RETURNING Lead`)).status).toBe(200);
  });

  it.each<[string, string, string]>([
    ['no braces', 'FIND smith RETURNING Lead', 'MALFORMED_SEARCH'],
    ['nothing to find', 'FIND {} RETURNING Lead', 'MALFORMED_SEARCH'],
    ['one character', 'FIND {a} RETURNING Lead', 'INVALID_SEARCH'],
    ['a wildcard in front', 'FIND {*mith} RETURNING Lead', 'MALFORMED_SEARCH'],
    ['another group', 'FIND {smith} IN MAIL FIELDS RETURNING Lead', 'MALFORMED_SEARCH'],
    ['no objects', 'FIND {smith}', 'MALFORMED_SEARCH'],
    ['open quotes', 'FIND {"smith} RETURNING Lead', 'MALFORMED_SEARCH'],
    ['a lonely operator', 'FIND {smith AND} RETURNING Lead', 'MALFORMED_SEARCH'],
    ['an unknown object', 'FIND {smith} RETURNING Leed', 'INVALID_TYPE'],
    ['an unknown field', 'FIND {smith} RETURNING Lead(foo)', 'INVALID_FIELD'],
    ['more behind it', 'FIND {smith} RETURNING Lead x', 'MALFORMED_SEARCH'],
    ['an empty query', '', 'MALFORMED_SEARCH'],
  ])('%s', async (_case, find, code) => {
    const { status, body } = await org.sosl(find);
    expect([status, body[0].errorCode]).toEqual([400, code]);
  });
});

it('SOSL finds any escaped text or refuses it, and never breaks', async () => {
  const escape = (text: string) => text.replace(/[&|!(){}[\]^"~*?:\\'+-]/g, '\\$&');
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 2 }), async (text) => {
      const { status, body } = await org.sosl(`FIND {${escape(text)}} RETURNING Lead(Name)`);
      if (status !== 200) expect(['MALFORMED_SEARCH', 'INVALID_SEARCH']).toContain(body[0].errorCode);
    }),
    { numRuns: 60 },
  );
});

describe('the search index', () => {
  it('is behind what SOQL sees at once: creation, change, deletion', async () => {
    const id = await org.create('Lead', { ...LEAD, LastName: 'Lagging' });
    const find = (word: string) => names(`FIND {${word}} RETURNING Lead(Name)`);
    expect((await org.soql("SELECT Id FROM Lead WHERE LastName = 'Lagging'")).body.totalSize).toBe(1);
    expect(await find('lagging')).toEqual([]);
    now += 60_000;
    expect(await find('lagging')).toEqual(['Lagging']);
    await org.call('PATCH', `/sobjects/Lead/${id}`, { LastName: 'Caughtup' });
    expect([await find('lagging'), await find('caughtup')]).toEqual([['Lagging'], []]);
    now += 60_000;
    expect([await find('lagging'), await find('caughtup')]).toEqual([[], ['Caughtup']]);
    await org.call('DELETE', `/sobjects/Lead/${id}`);
    expect(await find('caughtup')).toEqual([]);
  });
});

describe('parameterized search', () => {
  it('by GET', async () => {
    const { body } = await org.call(
      'GET',
      '/parameterizedSearch?q=smith&in=NAME&sobject=Lead&Lead.fields=Name,Phone&Lead.limit=5',
    );
    expect(body.searchRecords).toMatchObject([{ Name: 'Smith', Phone: '4155550100' }]);
  });

  it('by POST, which takes a phone as it is', async () => {
    const sobjects = [{ name: 'Lead', where: 'IsConverted = false', limit: 3 }, { name: 'Contact' }];
    const { body } = await org.call('POST', '/parameterizedSearch', {
      q: '+1 415 555-0100',
      in: 'PHONE',
      fields: ['Name'],
      sobjects,
    });
    expect(body.searchRecords).toMatchObject([{ Name: 'Tom Clifton' }]);
  });

  it('refuses another group', async () => {
    expect((await org.call('GET', '/parameterizedSearch?q=smith&in=MAIL&sobject=Lead')).status).toBe(400);
  });
});
