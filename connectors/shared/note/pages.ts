import { paginate, type Piece } from '../../../text/transcript';
import type { Words } from '../../../text/languages/words';
import type { Conversation } from '../../connector';
import { noteHead, type NoteHead } from './head';

/** How a CRM's notes are filled. */
interface NoteLayout {
  /** Of a page without its mark. */
  limit: number;
  /** The head takes up multiples of this, so that a word more in it moves no page's end. */
  headStep: number;
  /** What a text takes up, as the CRM counts. */
  size: (text: string) => number;
  head: (head: NoteHead) => string;
  /** The messages. */
  said: readonly Piece[];
  /** A page of its parts, with its mark. @param page from 0. */
  joined: (parts: readonly string[], page: number) => string;
}

/** A conversation in pages, each fit for one note. Messages that are added change no page but the last. */
export function pagesOf(
  conversation: Conversation,
  words: Words,
  { limit, headStep, size, head, said, joined }: NoteLayout,
): string[] {
  const pagesWith = (isWhole: boolean) => {
    const text = head(noteHead(conversation, words, isWhole));
    const first: Piece = { text, alone: () => text };
    const room = Math.min(limit, Math.ceil(size(text) / headStep) * headStep);
    const sizeOf = (piece: Piece) => (piece === first ? room : size(piece.text));
    return paginate([first, ...said], limit, sizeOf).map(([top, ...rest], page) =>
      joined([top!.alone(), ...rest.map((piece) => piece.text)], page),
    );
  };
  const pages = pagesWith(true);
  return pages.length > 1 ? pagesWith(false) : pages;
}
