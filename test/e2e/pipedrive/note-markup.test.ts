import { newChat, talk } from '../hubspot/world';
import { visibleText } from '../../text/visible-text';
import { startPipedriveWorld, type PipedriveWorld } from './world';

let world: PipedriveWorld;
afterEach(() => world.close());

/** The note of a chat that met the fault, and what a reader sees of it. */
async function noteUnder(noteMarkup: 'wide' | 'editor') {
  world = await startPipedriveWorld({ noteMarkup });
  const chat = newChat({ email: 'tom@example.com', name: 'Tom', number: '18' });
  await world.send(chat.accepted());
  // Made, and nobody heard of it: the next attempt looks for its mark.
  world.pipedrive.faults.add({ kind: 'reset-after', method: 'POST', path: /notes$/ });
  await world.send(chat.finished(talk(3)));
  world.clock.offsetMs += 3_600_000;
  await world.retry();
  await world.send(chat.finished(talk(6)));
  const notes = world.pipedrive.notes();
  expect(notes).toHaveLength(1);
  return notes[0]!.content;
}

it('a note of which Pipedrive keeps the editor’s own tags only is found again, grows, and says the same', async () => {
  const few = await noteUnder('editor');
  expect(few).not.toMatch(/<(span|blockquote)/);
  expect(few).toContain('Message 5.');
  await world.close();
  const read = (html: string) =>
    visibleText(html)
      .replace(/JivoChat chat \d+|\d\d:\d\d/g, '')
      .replace(/\s+/g, ' ');
  expect(read(few)).toBe(read(await noteUnder('wide')));
});
