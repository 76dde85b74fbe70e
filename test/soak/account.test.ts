import { balance } from './account';
import type { Expected } from './story';

const expected: Expected = {
  emails: ['a@example.com'],
  conversations: [{ marker: 'JivoChat chat 7', messages: ['Message 0.', 'Message 1.'] }],
  tasks: ['JivoChat offline message 7'],
};
const note = 'Message 0.\nMessage 1.\n\n— JivoChat chat 7 · 1';
const task = '<p>Please call me.</p><p><em>JivoChat offline message 7</em></p>';
const whole = { emails: ['a@example.com'], texts: [note, task] };

it('finds nothing wrong with what was told', () => {
  expect(balance(expected, whole)).toEqual({ lost: [], doubled: [] });
});

it.each([
  ['a person', { ...whole, emails: [] }, 'person a@example.com'],
  ['a conversation', { ...whole, texts: [task] }, '2 messages of JivoChat chat 7'],
  ['a message', { ...whole, texts: [note.replace('Message 1.', ''), task] }, '1 messages of JivoChat chat 7'],
  ['a task', { ...whole, texts: [note] }, 'JivoChat offline message 7'],
])('%s is lost', (_what, holdings, lost) => {
  expect(balance(expected, holdings)).toEqual({ lost: [lost], doubled: [] });
});

it.each([
  ['a person', { ...whole, emails: ['a@example.com', 'a@example.com'] }, 'person a@example.com × 2'],
  ['a person nobody told of', { ...whole, emails: ['a@example.com', ''] }, 'person  × 1'],
  ['a conversation', { ...whole, texts: [note, note, task] }, 'JivoChat chat 7 × 2'],
  ['a task', { ...whole, texts: [note, task, task] }, 'JivoChat offline message 7 × 2'],
  ['a text without a marker', { ...whole, texts: [note, task, 'x'] }, 'unexpected: without a marker × 1'],
])('%s is doubled', (_what, holdings, doubled) => {
  expect(balance(expected, holdings)).toEqual({ lost: [], doubled: [doubled] });
});
