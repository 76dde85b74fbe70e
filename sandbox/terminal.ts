import { styleText } from 'node:util';
import { colourFilter } from '../jivochat/printable';

type Format = Parameters<typeof styleText>[0];

const filter = colourFilter((format: Format, text: string) => styleText(format, text));

/** Colours a text of `npm start`. */
export const { style } = filter;

/**
 * From here on nothing this process writes, the handlers' log and Node's own words among it, can send the terminal a
 * control character: names, messages and a CRM's answers come from strangers. Colours are those of `style`.
 */
export function filterOutput(
  streams: readonly NodeJS.WriteStream[] = [process.stdout, process.stderr],
): void {
  for (const stream of streams) {
    const write = stream.write.bind(stream) as (text: string, ...rest: unknown[]) => boolean;
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      const [encoding, done] = rest;
      return write(filter.shown(text), typeof encoding === 'function' ? encoding : done);
    };
  }
}
