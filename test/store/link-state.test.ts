import { UnreadableRowError } from '../../store/errors';
import { emptyThread, readPerson, readThread, toData, type ThreadState } from '../../store/link-state';

const key = 'link#hubspot#thread#w:4711';
const record = { type: 'contact', id: '51' };

const FULL: ThreadState = {
  fingerprint: 'f',
  leadFieldsPending: true,
  companyAsked: 'a1',
  companyPending: true,
  titlePending: true,
  titled: true,
  others: [{ type: 'contact', id: '52' }],
  assignPending: true,
  ownerId: '7',
  card: { name: 'Tom', owner: 'Ann' },
  byPhone: true,
  emailAdded: true,
  writtenName: 'Tom',
  writtenEmail: 'tom@example.com',
  pages: [
    {
      id: '1',
      hash: 'h',
      refused: [{ kind: 'notAccepted', crm: 'HubSpot', field: 'city', why: 'CODE', value: 'x' }],
    },
  ],
  tasks: { 'JivoChat offline message 7': '99' },
  call: { id: '3', marker: 'm', state: 'completed', startedAt: 1, endedAt: 2 },
  noteHeader: [
    { label: 'Page', value: 'https://example.com', at: 1 },
    { kind: 'attribute', label: 'Page', value: 'y', at: 1 },
  ],
  visitorName: 'Tom',
  noteHeaderPending: true,
  said: true,
  leadFields: { utm: { value: 'spring', at: 1 } },
  told: { 'utm.campaign': { first: ['spring', 1], last: ['summer', 2] } },
  rules: ['support'],
  turns: { team: 'ann@example.com' },
  mapped: { 'contact.plan': 'x' },
  remarks: [
    { label: 'Topic', value: 'x' },
    { kind: 'tooLong', crm: 'Salesforce', field: 'Company', value: 'y' },
  ],
  remarksPending: true,
  inDoubt: ['abc'],
  endedAt: 11,
  newestAt: 12,
};

describe('what a thread remembers', () => {
  it.each([
    ['of a chat that has seen everything', FULL],
    ['of one that has seen nothing', emptyThread()],
  ])('comes back as it was written: %s', (_case, state) => {
    expect(readThread({ key, data: toData(state) })).toEqual(state);
  });

  it('is of a version', () => expect(toData(emptyThread())).toMatchObject({ version: 1 }));

  it('is nothing where there is no row yet, and shares nothing between threads', () => {
    readThread({ key }).remarks.push({ label: 'a', value: 'b' });
    expect(readThread({ key })).toEqual(emptyThread());
  });

  it('of before there were versions is that of the first', () => {
    const { version: _none, ...data } = toData(FULL);
    expect(readThread({ key, data })).toEqual(FULL);
  });

  it('keeps the words in which versions until 0.2.0 told of a refusal', () => {
    const told = { label: 'Not accepted by HubSpot as city (CODE)', value: 'x' };
    const data = { version: 1, remarks: [told], pages: [{ id: '1', hash: 'h', refused: [told] }] };
    const { remarks, pages } = readThread({ key, data });
    expect([...remarks, ...pages[0]!.refused!]).toEqual([told, told]);
  });

  it.each([
    ['a newer version', { ...toData(FULL), version: 2 }, 'of version 2, this program reads 1'],
    ['a version that is none', { version: 'next' }, 'of version next'],
    ['a part of another kind', { ...toData(FULL), newestAt: 'yesterday' }, 'unexpected: newestAt'],
    ['a page without its id', { pages: [{ hash: 'h' }] }, 'unexpected: pages.0.id'],
    ['no list', { inDoubt: {} }, 'unexpected: inDoubt'],
  ])('with %s is refused, and the error names the row', (_case, data, words) => {
    const read = () => readThread({ key, data });
    expect(read).toThrow(UnreadableRowError);
    expect(read).toThrow(`the row ${key} cannot be read`);
    expect(read).toThrow(words);
  });
});

describe('what the row of a person remembers', () => {
  const written = { name: { value: 'Tom', record, at: 1 } };

  it('comes back as it was written', () => {
    const data = toData({ byPhone: true, written });
    expect(readPerson({ key, data })).toEqual({ byPhone: true, written });
    expect(readPerson({ key })).toEqual({ byPhone: false, written: {} });
  });

  it('keeps the words in which versions until 0.2.0 told of a refusal', () => {
    const told = { label: 'Not accepted by HubSpot as city (CODE)', value: 'x' };
    const data = { version: 1, remarks: [told], pages: [{ id: '1', hash: 'h', refused: [told] }] };
    const { remarks, pages } = readThread({ key, data });
    expect([...remarks, ...pages[0]!.refused!]).toEqual([told, told]);
  });

  it.each([
    ['a newer version', { version: 2 }],
    ['a value of no record', { written: { name: { value: 'Tom', at: 1 } } }],
  ])('with %s is refused', (_case, data) => {
    expect(() => readPerson({ key: 'link#hubspot#email#x', data })).toThrow(UnreadableRowError);
  });
});
