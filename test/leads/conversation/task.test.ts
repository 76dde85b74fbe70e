import { taskDue, taskReminder, taskSubject } from '../../../leads/conversation/task';
import { words as DE } from '../../../text/languages/de';
import { words as EN } from '../../../text/languages/en';

const TITLE = 'JivoChat #18 - Tom Clifton';

describe('the subject of a task begins with the message', () => {
  it.each([
    ['as it is', 'Do you ship to Peru?', 'Do you ship to Peru?'],
    ['in one line', '  Hello,\n\ndo you\tship to\u2028Peru? ', 'Hello, do you ship to Peru?'],
    [
      'up to the end of a word',
      `I would like to know ${'whether you deliver '.repeat(20)}`,
      'I would like to know whether you deliver whether you deliver whether you…',
    ],
    ['within a word nobody ends', 'x'.repeat(2_000), `${'x'.repeat(79)}…`],
    ['with no half of a character', `${'x'.repeat(78)}😀😀`, `${'x'.repeat(78)}…`],
    ['with no say over what comes after it', 'Hello \u202eolleh', '\u2068Hello \u202eolleh\u2069'],
    ['as plain text', '<b>Price</b> & size?', '<b>Price</b> & size?'],
  ])('%s', (_case, message, words) => {
    expect(taskSubject(message, TITLE, EN)).toBe(`${words} – ${TITLE}`);
  });

  it.each(['', ' \n\t', ' '.repeat(5_000)])('unless there are none: %j', (message) => {
    expect(taskSubject(message, TITLE, EN)).toBe(`Answer the offline message: ${TITLE}`);
    expect(taskSubject(message, TITLE, DE)).toBe(`Offline-Nachricht beantworten: ${TITLE}`);
  });
});

describe('a task is due at a time to come', () => {
  const at = (time: string) => Date.parse(`2026-11-25T${time}Z`);
  it.each([
    ['the full hour, when that leaves half an hour', '10:10:00', '10:10:01', '11:00:00'],
    ['exactly half an hour is enough', '10:30:00', '10:30:00', '11:00:00'],
    ['else the one after it', '10:30:01', '10:30:02', '12:00:00'],
    ['the CRM was away, but not for so long', '10:10:00', '10:55:00', '11:00:00'],
    ['the CRM was away until after it', '10:10:00', '14:20:00', '15:00:00'],
    ['to the second', '10:10:00', '11:00:00', '12:00:00'],
  ])('%s', (_case, received, now, due) => {
    expect(new Date(taskDue(at(received), at(now)))).toEqual(new Date(at(due)));
  });
});

describe('the owner is reminded', () => {
  const at = (time: string) => Date.parse(`2026-11-25T${time}Z`);
  it.each([
    ['a quarter of an hour before', '11:00:00', '10:10:00', '10:45:00'],
    ['at once when it is later than that', '11:00:00', '10:50:00', '10:50:00'],
    ['never after it is due', '11:00:00', '12:00:00', '11:00:00'],
  ])('%s', (_case, due, now, reminded) => {
    expect(new Date(taskReminder(at(due), at(now)))).toEqual(new Date(at(reminded)));
  });
});
