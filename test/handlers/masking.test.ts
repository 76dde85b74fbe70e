import { createLog, withLogKeys } from '../../handlers/log';
import { Masking } from '../../handlers/masking';

const clean = (data: unknown, personal: string[]) => new Masking(personal).clean(data);

describe('Masking', () => {
  it.each([
    [{ error: 'No TOM here' }, ['Tom'], { error: 'No <personal> here' }],
    [{ deep: [{ words: 'a+b@c.d' }] }, ['a+b@c.d'], { deep: [{ words: '<personal>' }] }],
    [{ status: 400, ok: true }, ['400'], { status: 400, ok: true }],
    [{ error: 'Tom Clifton' }, ['Tom Clifton', 'Tom'], { error: '<personal>' }],
    [{ 'Tom Clifton': 1 }, ['Tom Clifton'], { '<personal>': 1 }],
    [
      { error: 'said: I want a refund for my order' },
      ['I want a refund for my order, now'],
      { error: 'said: <personal>' },
    ],
    [{ error: 'İstanbul Tom' }, ['Tom'], { error: 'İstanbul <personal>' }],
  ])('%j without %j', (data, personal, expected) => {
    expect(clean(data, personal)).toEqual(expected);
  });

  it('an excerpt of a long comment is masked as well', () => {
    const comment = `${'x '.repeat(1_000)}my mother is called Quillfeather and lives in Leeds`;
    const words = `CRM: value too large: ${comment.slice(1_900, 2_040)}`;
    expect(clean({ words }, [comment])).not.toEqual(
      expect.objectContaining({ words: expect.stringContaining('Quill') as unknown }),
    );
  });

  it('nothing in the data can throw, and what is endless ends', () => {
    const circular: Record<string, unknown> = { big: 10n, fn: () => 1, symbol: Symbol('x') };
    circular.self = circular;
    const throws = {
      get secret(): string {
        throw new Error('Quillfeather');
      },
    };
    const data = {
      circular,
      throws,
      long: 'x'.repeat(1_000_000),
      many: Array.from({ length: 10_000 }, () => 1),
    };
    const cleaned = JSON.stringify(clean(data, ['Quillfeather']));
    expect(cleaned.length).toBeLessThan(10_000);
    expect(cleaned).not.toContain('Quillfeather');
    expect(cleaned).toContain('<unreadable>');
  });
});

describe('a log line', () => {
  const written: string[] = [];
  beforeEach(() => {
    written.length = 0;
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  });
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['a megabyte of comment', '('.repeat(1_000_000)],
    ['a hundred thousand pieces of pattern', '[(*'.repeat(100_000)],
    ['half a surrogate pair', '\ud800'.repeat(40)],
  ])('is written although the personal text is %s', (_case, comment) => {
    const log = createLog({});
    withLogKeys(
      { event: 'chat_accepted' },
      () => log.warn('Kept', { error: `said ${comment.slice(0, 300)}` }),
      [comment],
    );
    expect(written).toHaveLength(1);
    expect(JSON.parse(written[0]!)).toMatchObject({
      message: 'Kept',
      event: 'chat_accepted',
      error: 'said <personal>',
    });
  });
});
