import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { packText, unpackText } from '../../store/packed-text';
import accepted from '../../sandbox/events/chat_accepted.json';

it('gives back any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => unpackText(packText(text)) === text));
});

it('reads what was packed when rows were first packed', () => {
  const packed = Buffer.from('eLvuf2aMwxZKSJ7F9FJU/uHVSKZVOSBVp0q1tQCCrRxq', 'base64');
  const event = { event_name: 'chat_accepted', visitor: { name: 'Zoë', email: 'z@example.com' } };
  expect(JSON.parse(unpackText(packed))).toEqual(event);
});

it('takes two thirds of the room of gzip for what JivoChat sends', () => {
  const text = JSON.stringify(accepted);
  expect(packText(text).length).toBeLessThan((gzipSync(text).length * 2) / 3);
});

it.each([
  ['damaged', packText('a text').fill(7, 8)],
  ['packed by something else', gzipSync('a text')],
])('throws for bytes that are %s', (_what, bytes) => {
  expect(() => unpackText(bytes)).toThrow();
});
