import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** Signatures and field offsets: PKWARE, APPNOTE.TXT, 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end). */
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const STORED = 0;

/** Unpacks a zip as Lambda does before it starts a function; a bare machine has no `unzip`. @returns the files' names. */
export function unzip(archive: string, into: string): string[] {
  const zip = readFileSync(archive);
  const end = zip.lastIndexOf(Buffer.from(Uint32Array.of(END_SIGNATURE).buffer));
  const count = zip.readUInt16LE(end + 10);
  const names: string[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry++) {
    if (zip.readUInt32LE(at) !== ENTRY_SIGNATURE) throw new TypeError(`${archive} is not a zip file`);
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (!name.endsWith('/')) {
      const file = join(into, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content(zip, at));
      names.push(name);
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return names;
}

/** @param entry where the file's entry in the central directory begins. */
function content(zip: Buffer, entry: number): Buffer {
  const method = zip.readUInt16LE(entry + 10);
  const size = zip.readUInt32LE(entry + 20);
  const header = zip.readUInt32LE(entry + 42);
  const begin = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const bytes = zip.subarray(begin, begin + size);
  return method === STORED ? bytes : inflateRawSync(bytes);
}
