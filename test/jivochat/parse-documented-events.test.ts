import { EVENT_NAMES } from '../../jivochat/event';
import { eventOf, sample } from './sample';

const ANNA = { id: '3146', name: 'Anna', login: 'anna@example.com', phone: '+14155550123' };

describe('every documented event', () => {
  test.each(EVENT_NAMES)('%s is read', (name) => {
    expect(eventOf(sample(name))).toMatchObject({ name, widgetId: 'NRQ4JbEW7J', clientId: '18' });
  });
});

test('chat_accepted: visitor, agent and circumstances', () => {
  expect(eventOf(sample('chat_accepted'))).toMatchObject({
    chatId: '7507',
    visitor: {
      number: '18',
      name: 'Tom Clifton',
      email: 'tom.clifton@example.com',
      phone: '+14155552671',
      description: 'Asked about annual billing',
      chatsCount: 1,
    },
    agents: [ANNA],
    department: 'Sales',
    topic: 'Prices',
    tags: [],
    messages: [],
    blacklisted: false,
  });
});

test('what JivoChat did not send is not there, not undefined', () => {
  const event = eventOf(sample('chat_accepted'));
  expect(Object.keys(event)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(status|call|offline|rate|assignTo)$/)]),
  );
});

test('chat_updated: status, tags and the responsible agent', () => {
  expect(eventOf(sample('chat_updated'))).toMatchObject({
    status: 'In progress',
    tags: ['wholesale'],
    assignedAgent: { id: '3146', name: 'Anna', login: 'anna@example.com' },
  });
});

test('client_updated: no chat; the client is named by client_id', () => {
  const event = eventOf(sample('client_updated'));
  expect(event.chatId).toBeUndefined();
  expect(event.clientId).toBe('18');
});

test('client_updated in its older form belongs to a chat', () => {
  expect(eventOf({ ...sample('chat_updated'), event_name: 'client_updated' })).toMatchObject({
    name: 'client_updated',
    chatId: '7507',
    clientId: '18',
  });
});

test.each(['client_attribute_updated', 'client_attribute_updated_array'])('%s: attributes', (name) => {
  const event = eventOf(sample(name));
  expect(event.attributes).toEqual({ plan: 'team', seats: '20' });
  expect(event.visitor.number).toBe('18');
});

test('chat_assigned: the link the agent pasted', () => {
  expect(eventOf(sample('chat_assigned')).assignTo).toBe('https://crm.example.com/contacts/101');
});

test('assign_to counts in chat_assigned only', () => {
  expect(eventOf({ ...sample('chat_assigned'), event_name: 'chat_accepted' }).assignTo).toBeUndefined();
});

test('chat_finished: conversation, rating and all agents', () => {
  const event = eventOf(sample('chat_finished'));
  expect(event).toMatchObject({ agents: [ANNA], rate: 'positive', blacklisted: false });
  expect(event.messages).toHaveLength(4);
  expect(event.messages.slice(0, 2)).toEqual([
    { from: 'visitor', text: 'Hello! What does the team plan cost?', timestamp: 1795428005 },
    {
      from: 'agent',
      text: 'Hi Tom, 12 dollars a seat. How many seats do you need?',
      timestamp: 1795428031,
      agentId: '3146',
    },
  ]);
});

test('offline_message: text and id, no agent', () => {
  expect(eventOf(sample('offline_message'))).toMatchObject({
    agents: [],
    offline: {
      id: '2951',
      message: 'Hello, nobody was online. Please call me back about the team plan.',
    },
  });
});

test('offline_message without text is still one', () => {
  expect(eventOf({ event_name: 'offline_message' }).offline).toEqual({ message: '' });
});

test('call_event: the call', () => {
  expect(eventOf(sample('call_event')).call).toEqual({
    type: 'callback',
    status: 'end',
    phone: '+14155552671',
    recordUrl: 'http://records.example.com/7508.mp3',
  });
});

test('a record_url that is no link is not kept', () => {
  const call = { type: 'incoming', record_url: 'javascript:alert(1)' };
  expect(eventOf({ event_name: 'call_event', call }).call).toEqual({ type: 'incoming' });
});
