import { wishedTask } from '../../../leads/rules/task';
import type { WorkingHours } from '../../../leads/rules/working-hours';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);
const OFFICE: WorkingHours = {
  week: [[], ...Array.from({ length: 5 }, () => [[540, 1080]] as const), []],
  holidays: [],
};
const received = at('2026-11-27T17:00:00Z');
const usual = {
  subject: 'Answer Tom',
  dueAt: at('2026-11-27T18:00:00Z'),
  remindAt: at('2026-11-27T17:45:00Z'),
};
const given = {
  hours: OFFICE,
  values: { 'visitor.name': 'Tom' },
  receivedAt: received,
  now: received,
  timeZone: 'UTC',
};

describe('a task as a rule wants it', () => {
  it('is as usual without a rule', () => {
    expect(wishedTask(usual, { ...given, wish: undefined })).toEqual(usual);
  });

  it('is due after working time, over the weekend', () => {
    const wish = {
      dueMs: 2 * HOUR,
      reminderMs: HOUR / 2,
      priority: 'low' as const,
      subject: ['Call ', { name: 'visitor.name' }],
    };
    expect(wishedTask(usual, { ...given, wish })).toEqual({
      subject: 'Call Tom',
      dueAt: at('2026-11-30T10:00:00Z'),
      remindAt: at('2026-11-30T09:30:00Z'),
      priority: 'low',
    });
  });

  it('is never born overdue, nor reminded of after it is due', () => {
    const late = { ...given, now: at('2026-12-02T12:00:00Z'), wish: { dueMs: HOUR, reminderMs: 3 * HOUR } };
    const { dueAt, remindAt } = wishedTask(usual, late);
    expect(dueAt).toBe(at('2026-12-02T13:00:00Z'));
    expect(remindAt).toBe(late.now);
  });

  it('a subject without any value is the usual one', () => {
    const wish = { subject: ['Call ', { name: 'topic' }] };
    expect(wishedTask(usual, { ...given, wish }).subject).toBe('Answer Tom');
  });
});
