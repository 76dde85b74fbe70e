import { advanceCall, callDuration, isNewCall, type CallProgress } from '../../../leads/conversation/call';

const play = (...events: [status: string, at: number, extra?: object][]) =>
  events.reduce<CallProgress | undefined>(
    (call, [status, at, extra]) => advanceCall(call, { status, ...extra }, at),
    undefined,
  )!;

describe('advanceCall', () => {
  it('follows a call to its end and knows how long it was talked', () => {
    const call = play(
      ['start', 1_000],
      ['agent_connected', 2_000],
      ['client_connected', 3_000],
      ['end', 63_000],
    );
    expect(call).toMatchObject({ state: 'completed', startedAt: 1_000, endedAt: 63_000 });
    expect(callDuration(call)).toBe(60_000);
  });

  it.each([
    [
      'an error',
      [
        ['start', 1],
        ['error', 2],
      ],
      'failed',
    ],
    [
      'an end for a reason before anybody answered',
      [
        ['start', 1],
        ['end', 2, { reason: 'no answer' }],
      ],
      'failed',
    ],
    [
      'a start that comes after the end',
      [
        ['end', 2],
        ['start', 3],
      ],
      'completed',
    ],
    ['still ringing', [['start', 1]], 'ringing'],
    ['an unknown status', [['whatever', 1]], 'ringing'],
  ])('%s', (_case, events, state) => {
    expect(play(...(events as [string, number, object?][])).state).toBe(state);
  });

  it('keeps the recording that a later event no longer names', () => {
    const recordUrl = 'https://example.com/1.mp3';
    expect(play(['end', 1, { recordUrl }], ['end', 2]).recordUrl).toBe(recordUrl);
  });
});

describe('isNewCall', () => {
  const ended = play(['start', 0], ['end', 1_000]);
  it.each([
    ['a start long after the end', ended, 'start', 1_000 + 5 * 60_000 + 1, true],
    ['a start soon after the end is a late event', ended, 'start', 2_000, false],
    ['an end is never a new call', ended, 'end', 10_000_000, false],
    ['nothing before', undefined, 'start', 0, false],
  ])('%s', (_case, before, status, at, isNew) => expect(isNewCall(before, { status }, at)).toBe(isNew));
});
