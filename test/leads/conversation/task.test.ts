import { planTask, taskSubject } from '../../../leads/conversation/task';
import type { WorkingHours } from '../../../leads/rules/working-hours';
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

const HOUR = 3_600_000;
const TOM = { subject: 'Answer Tom', values: { 'visitor.name': 'Tom' }, timeZone: 'UTC' };

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
    const { dueAt } = planTask({ ...TOM, receivedAt: at(received), now: at(now) });
    expect(new Date(dueAt)).toEqual(new Date(at(due)));
  });
});

describe('the owner is reminded', () => {
  const at = (time: string) => Date.parse(`2026-11-25T${time}Z`);
  it.each([
    ['a quarter of an hour before', '10:10:00', '10:10:00', '10:45:00'],
    ['at once when it is later than that', '10:10:00', '10:50:00', '10:50:00'],
  ])('%s', (_case, received, now, reminded) => {
    const { remindAt } = planTask({ ...TOM, receivedAt: at(received), now: at(now) });
    expect(new Date(remindAt)).toEqual(new Date(at(reminded)));
  });
});

describe('a task as a rule wants it', () => {
  const at = (text: string) => Date.parse(text);
  const hours: WorkingHours = {
    week: [[], ...Array.from({ length: 5 }, () => [[540, 1080]] as const), []],
    holidays: [],
  };
  const received = at('2026-11-27T17:00:00Z');
  const given = { ...TOM, hours, receivedAt: received, now: received };

  it('is as usual without a rule', () => {
    expect(planTask(given)).toEqual({
      subject: 'Answer Tom',
      dueAt: at('2026-11-27T18:00:00Z'),
      remindAt: at('2026-11-27T17:45:00Z'),
    });
  });

  it('is due after working time, over the weekend', () => {
    const wish = {
      dueMs: 2 * HOUR,
      reminderMs: HOUR / 2,
      priority: 'low' as const,
      subject: ['Call ', { name: 'visitor.name' }],
    };
    expect(planTask({ ...given, wish })).toEqual({
      subject: 'Call Tom',
      dueAt: at('2026-11-30T10:00:00Z'),
      remindAt: at('2026-11-30T09:30:00Z'),
      priority: 'low',
    });
  });

  it('is never born overdue, nor reminded of after it is due', () => {
    const late = { ...given, now: at('2026-12-02T12:00:00Z'), wish: { dueMs: HOUR, reminderMs: 3 * HOUR } };
    const { dueAt, remindAt } = planTask(late);
    expect(dueAt).toBe(at('2026-12-02T13:00:00Z'));
    expect(remindAt).toBe(late.now);
  });

  it('is reminded of a quarter of an hour before, however late it is made', () => {
    const late = { ...given, now: received + 55 * 60_000, wish: { dueMs: 2 * HOUR } };
    const { dueAt, remindAt } = planTask(late);
    expect(dueAt - remindAt).toBe(HOUR / 4);
  });

  it('a subject without any value is the usual one', () => {
    const wish = { subject: ['Call ', { name: 'topic' }] };
    expect(planTask({ ...given, wish }).subject).toBe('Answer Tom');
  });
});
