import { loadWords } from '../../../text/languages/load';
import { LANGUAGES, type Words } from '../../../text/languages/words';

const texts = (value: unknown, path = ''): [string, string][] => {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    // Distinct arguments: a text that forgets one of them would tell less than the English one.
    const said = (value as (...args: unknown[]) => string)(
      ...(value.length === 1 ? ['«1»'] : ['«1»', '«2»', '«3»']),
    );
    return [[path, said]];
  }
  return Object.entries(value as object).flatMap(([name, inner]) => texts(inner, `${path}/${name}`));
};

/** Written alike in both languages. */
const ALIKE =
  /Status|stages\/lead|\/links\/|\/locale|quoted|\/name|bot|Bot|system|Name$|Page$|Agents|Tags|subject|visitor|agent|Rating|by$|E-mail|more|Campaign|campaign|Telefon|Phone/;

describe.each(LANGUAGES)('%s', (language) => {
  let words: Words;
  let english: Map<string, string>;
  beforeAll(async () => {
    words = await loadWords(language);
    english = new Map(texts(await loadWords('en')));
  });

  it('has a text for everything, with all that belongs into it', () => {
    for (const [path, text] of texts(words)) {
      if (path.includes('/more') || path.includes('/values')) continue;
      expect([path, text.trim()]).not.toEqual([path, '']);
      const wanted = (english.get(path) ?? '').match(/«\d»/g) ?? [];
      for (const part of wanted) expect(`${path}: ${text}`).toContain(part);
    }
  });

  it('leaves no English in it', () => {
    if (language === 'en') return;
    const same = texts(words).filter(([path, text]) => english.get(path) === text && !ALIKE.test(path));
    expect(same).toEqual([]);
  });

  it('writes dates and numbers by a locale the runtime knows', () => {
    expect(Intl.DateTimeFormat.supportedLocalesOf([words.locale])).toEqual([words.locale]);
    expect(words.locale.slice(0, 2)).toBe(language.slice(0, 2));
  });
});

describe('plural forms', () => {
  it.each([
    [
      'ru',
      [1, 2, 5, 11, 21, 104],
      ['1 значение', '2 значения', '5 значений', '11 значений', '21 значение', '104 значения'],
    ],
    ['fr', [0, 1, 2], ['0 valeur', '1 valeur', '2 valeurs']],
    ['en', [0, 1, 2], ['0 values', '1 value', '2 values']],
    ['id', [1, 2], ['1 nilai', '2 nilai']],
    ['de', [1, 1_234], ['1 Wert', '1.234 Werte']],
  ] as const)('%s', async (language, counts, expected) => {
    const { card } = await loadWords(language);
    expect(counts.map((count) => card.values(count))).toEqual(expected);
  });
});

it.each(LANGUAGES)('what becomes of an unknown visitor is said in six words: %s', async (language) => {
  const { card } = await loadWords(language);
  expect(card.notYet.split(/\s+/).length).toBeLessThanOrEqual(6);
});
