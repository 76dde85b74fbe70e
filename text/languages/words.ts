import type { words } from './en';

/** The languages there is a catalogue for (BCP 47). */
export const LANGUAGES = ['en', 'pt-BR', 'es', 'ru', 'tr', 'id', 'de', 'fr'] as const;

export type Language = (typeof LANGUAGES)[number];

/** Everything people read, in one language: what English has. A language that lacks a member does not compile. */
export type Words = typeof words;

/** What somebody may have done with a person that there is a word for. */
export type ActivityKind = keyof Words['card']['activities'];

/** What is wrong with a link an agent pasted, and what to paste instead. */
export type LinkWords = Words['links'];
