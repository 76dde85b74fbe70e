import fc from 'fast-check';
import { addWorkingTime, isOpen, type WorkingHours } from '../../../leads/rules/working-hours';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OFFICE: WorkingHours = {
  week: [[], ...Array.from({ length: 5 }, () => [[9 * 60, 18 * 60]] as const), []],
  holidays: ['2026-12-25', '01-01'],
};
const at = (text: string) => Date.parse(text);

describe('working hours', () => {
  it.each([
    ['2026-11-25T08:00:00Z', 'Europe/Berlin', true],
    ['2026-11-25T07:59:59Z', 'Europe/Berlin', false],
    ['2026-11-25T16:59:59Z', 'Europe/Berlin', true],
    ['2026-11-25T17:00:00Z', 'Europe/Berlin', false],
    ['2026-11-28T11:00:00Z', 'Europe/Berlin', false],
    ['2026-12-25T11:00:00Z', 'Europe/Berlin', false],
    ['2027-01-01T11:00:00Z', 'Europe/Berlin', false],
    ['2026-11-25T23:30:00Z', 'Asia/Tokyo', false],
    ['2026-11-26T00:30:00Z', 'Asia/Tokyo', true],
  ])('%s in %s: %s', (moment, zone, open) => {
    expect(isOpen(OFFICE, at(moment), zone)).toBe(open);
  });

  it.each([
    ['within a day', '2026-11-25T09:00:00Z', 2, '2026-11-25T11:00:00Z'],
    ['over night', '2026-11-25T16:00:00Z', 2, '2026-11-26T09:00:00Z'],
    ['over a weekend', '2026-11-27T16:00:00Z', 2, '2026-11-30T09:00:00Z'],
    ['begun before the hours', '2026-11-25T03:00:00Z', 1, '2026-11-25T09:00:00Z'],
    ['over a holiday and a weekend', '2026-12-24T16:00:00Z', 2, '2026-12-28T09:00:00Z'],
    ['over the end of summer time', '2026-10-23T15:00:00Z', 2, '2026-10-26T09:00:00Z'],
    ['to the minute of closing', '2026-11-25T16:00:00Z', 1, '2026-11-25T17:00:00Z'],
  ])('%s', (_, from, hours, due) => {
    expect(addWorkingTime(OFFICE, at(from), hours * HOUR, 'Europe/Berlin')).toBe(at(due));
  });

  it('hours that a change of the clock leaves out or repeats', () => {
    const night: WorkingHours = { week: Array.from({ length: 7 }, () => [[90, 240]] as const), holidays: [] };
    // Berlin, 29 March 2026: 02:00 is followed by 03:00, so 01:30 to 04:00 lasts one hour and a half.
    expect(addWorkingTime(night, at('2026-03-29T00:00:00Z'), 1.5 * HOUR, 'Europe/Berlin')).toBe(
      at('2026-03-29T02:00:00Z'),
    );
    // 25 October 2026: 03:00 is followed by 02:00, so it lasts three hours and a half.
    expect(addWorkingTime(night, at('2026-10-24T22:00:00Z'), 3.5 * HOUR, 'Europe/Berlin')).toBe(
      at('2026-10-25T03:00:00Z'),
    );
  });

  const zones = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  );
  const span = fc
    .tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 1_440 }))
    .map(([a, b]) => (a < b ? [[a, b] as const] : []));
  const week = fc.array(span, { minLength: 7, maxLength: 7 });
  const moments = fc.integer({ min: at('2026-01-01'), max: at('2027-12-31') });

  it('the end is never before the beginning, grows with the time, and only open time counts', () => {
    fc.assert(
      fc.property(week, moments, fc.integer({ min: 0, max: 40 * 60 }), zones, (days, from, minutes, zone) => {
        const hours: WorkingHours = { week: days, holidays: [] };
        const start = Math.floor(from / MINUTE) * MINUTE;
        const end = addWorkingTime(hours, start, minutes * MINUTE, zone);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(addWorkingTime(hours, start, (minutes + 1) * MINUTE, zone)).toBeGreaterThan(end - 1);
        if (days.every((day) => day.length === 0)) return expect(end).toBe(start + minutes * MINUTE);
        if (minutes > 0 && end - start < 12 * 24 * HOUR) {
          let open = 0;
          for (let moment = start; moment < end; moment += MINUTE) if (isOpen(hours, moment, zone)) open++;
          expect(open).toBe(minutes);
        }
      }),
      { numRuns: 40 },
    );
  });
});
