import { eventKey } from '../../../sync/event-key';
import { byThread } from '../../../sync/worker';
import { markerOf, threadOf } from '../../../sync/thread/thread';
import { jivoEvent } from '../../leads/event';

describe('threadOf', () => {
  it.each([
    ['a chat', { widgetId: 'w', chatId: '1', clientId: '18' }, 'w:1'],
    ['an offline message', { widgetId: 'w', offline: { id: '7', message: '' } }, 'w:offline:7'],
    ['a call without a chat', { widgetId: 'w', call: { phone: '+1415' } }, 'w:call:+1415'],
    ['a client outside a chat', { widgetId: 'w', clientId: '18' }, 'w:client:18'],
    ['an event that names nothing', {}, ':event:key'],
  ])('%s', (_case, parts, thread) => expect(threadOf(jivoEvent(parts), 'key')).toBe(thread));

  it('is marked in the CRM with something a person can look up', () => {
    expect(markerOf(jivoEvent({ chatId: '4711' }), 'key')).toBe('JivoChat chat 4711');
  });
});

describe('eventKey', () => {
  it('is the same for the same event in another order of members, and another for another CRM', () => {
    expect(eventKey('a', { x: 1, y: 2 })).toBe(eventKey('a', { y: 2, x: 1 }));
    expect(eventKey('a', { x: 1 })).not.toBe(eventKey('b', { x: 1 }));
    expect(eventKey('a', { x: 1 })).not.toBe(eventKey('a', { x: '1' }));
  });
});

describe('byThread', () => {
  it('keeps a chat together, in order of arrival, the longest waiting chat first', () => {
    const due = [
      ['b', 20],
      ['a', 10],
      ['b', 5],
      ['a', 30],
    ].map(([chat, receivedAt], index) => ({
      key: String(index),
      thread: chat as string,
      receivedAt: receivedAt as number,
      dueAt: 0,
      attempts: 1,
    }));
    const chats = byThread(due).map((events) =>
      events.map(({ thread, receivedAt }) => `${thread}${receivedAt}`),
    );
    expect(chats).toEqual([
      ['b5', 'b20'],
      ['a10', 'a30'],
    ]);
  });
});
