import type { Message } from '../../jivochat/event';
import { leadOf } from '../../leads/lead';
import { missedMessage } from '../../leads/conversation/missed';
import { jivoEvent } from './event';

const offline = (message: string, visitor = {}) =>
  leadOf(jivoEvent({ name: 'offline_message', offline: { message }, visitor: { social: {}, ...visitor } }));

describe('leadOf', () => {
  it('reads how to reach the writer of an offline message from its text', () => {
    expect(offline('Call +1 415 555 2671 or tom@example.com')).toMatchObject({
      identified: true,
      email: 'tom@example.com',
      phone: { e164: '+14155552671' },
    });
  });

  it('but what the visitor gave counts alone', () => {
    const lead = offline('or write to boss@example.com', { email: 'tom@example.com' });
    expect(lead.email).toBe('tom@example.com');
    expect(offline('write to boss@example.com', { phone: '+14155552671' }).email).toBeUndefined();
  });

  it.each([
    [{ whatsapp: '79123456789' }, '+79123456789'],
    [{ WhatsApp: 'https://wa.me/14155552671' }, '+14155552671'],
    [{ 'whatsapp.id': '14155552671@c.us' }, '+14155552671'],
    [{ viber: '+1 (415) 555-2671' }, '+14155552671'],
    [{ viber: 'AbCdEf0123456789==' }, undefined],
    [{ telegram: '79123456789' }, undefined],
    [{ vk: 'https://vk.com/id14155552671' }, undefined],
  ])('%j is identified, with the phone %s', (social, e164) => {
    const lead = leadOf(jivoEvent({ visitor: { social } }));
    expect(lead.identified).toBe(true);
    expect(lead.phone?.e164).toBe(e164);
  });
});

describe('missedMessage', () => {
  const said = (from: Message['from'], text: string): Message => ({ from, text, timestamp: 1 });
  const finished = { name: 'chat_finished' as const };

  it.each([
    [
      'nobody came',
      { ...finished, messages: [said('visitor', 'Hi'), said('visitor', 'Hello?')] },
      'Hi\nHello?',
    ],
    ['only a bot did', { ...finished, messages: [said('bot', 'Wait'), said('visitor', 'Hi')] }, 'Hi'],
    [
      'an agent took part',
      { ...finished, agents: [{ id: '1' }], messages: [said('visitor', 'Hi')] },
      undefined,
    ],
    ['an agent wrote', { ...finished, messages: [said('visitor', 'Hi'), said('agent', 'Hi')] }, undefined],
    ['nothing was said', { ...finished, messages: [] }, undefined],
    ['blacklisted', { ...finished, blacklisted: true, messages: [said('visitor', 'Hi')] }, undefined],
    ['not finished', { name: 'chat_accepted' as const, messages: [said('visitor', 'Hi')] }, undefined],
  ])('%s', (_case, parts, message) => expect(missedMessage(jivoEvent(parts))).toBe(message));
});
