import type { Language, Words } from './words';

/** Each a file of its own in the bundle: only the chosen one is loaded. */
// prettier-ignore
const CATALOGUES: Readonly<Record<Language, () => Promise<{ words: Words }>>> = {
  en: () => import('./en'),
  'pt-BR': () => import('./pt-br'),
  es: () => import('./es'),
  ru: () => import('./ru'),
  tr: () => import('./tr'),
  id: () => import('./id'),
  de: () => import('./de'),
  fr: () => import('./fr'),
};

/** The catalogue of a language. */
export async function loadWords(language: Language): Promise<Words> {
  return (await CATALOGUES[language]()).words;
}
