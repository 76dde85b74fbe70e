import type { Log } from '../connectors/connector';
import { loadWords } from '../text/languages/load';
import type { Language, Words } from '../text/languages/words';

/**
 * Catalogues, each loaded when it is first asked for, once. One that is not in the bundle is told, and English read in its
 * place: no event fails for it.
 * @throws when English is not there either; it is looked for again next time.
 */
export function createWords(
  log: Log,
  load: (language: Language) => Promise<Words> = loadWords,
): (language: Language) => Promise<Words> {
  const loading = new Map<Language, Promise<Words>>();
  return (language) => {
    let words = loading.get(language);
    if (!words) {
      words = loaded(language);
      loading.set(language, words);
      words.catch(() => loading.delete(language));
    }
    return words;
  };

  async function loaded(language: Language): Promise<Words> {
    try {
      return await load(language);
    } catch (error) {
      log.error('A language cannot be loaded; English is shown', { language, error });
      return load('en');
    }
  }
}
