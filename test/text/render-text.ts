import { textPieces, type TranscriptContext, type TranscriptMessage } from '../../text/transcript';

/** The conversation as one plain text. */
export function renderText(messages: readonly TranscriptMessage[], ctx: TranscriptContext): string {
  return textPieces(messages, ctx)
    .map(({ text }) => text)
    .join('\n');
}
