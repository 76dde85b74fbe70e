import { newChat, talk } from '../../e2e/hubspot/world';

/** A history and the event that meets the fault; what stands in the CRM afterwards must not depend on the fault. */
export interface Scenario {
  name: string;
  before: unknown[];
  /** @param link leads to somebody in the CRM. */
  event: (link: string) => unknown;
  /** The event meets an instance that has just started. */
  cold?: boolean;
  /** What comes next, before the worker does. */
  then?: unknown[];
}

/** Every kind of event, each as the first of its person and after others where that takes another way. */
export function scenarios(): Scenario[] {
  const person = { name: 'Tom Clifton', email: 'tom@example.com', phone: '+14155552671' };
  const chat = newChat(person);
  const refused = newChat({ ...person, email: 'tom@@example' });
  const nobody = newChat();
  const messenger = newChat({ name: 'Tom', social: { telegram: 'https://t.me/tom_clifton' } });
  const phoneOnly = newChat({ phone: '+14155552671' });
  const call = (status: string, more = {}) =>
    chat.call({ type: 'incoming', phone: '+14155552671', status, ...more });
  return [
    { name: 'chat_accepted, unknown', before: [], event: () => chat.accepted() },
    {
      name: 'chat_accepted, unknown, on a new instance',
      before: [],
      event: () => chat.accepted(),
      cold: true,
    },
    { name: 'chat_accepted, unknown, phone only', before: [], event: () => phoneOnly.accepted() },
    { name: 'chat_accepted, known', before: [chat.clientUpdated()], event: () => chat.accepted() },
    {
      name: 'chat_updated with new data',
      before: [phoneOnly.accepted()],
      event: () => phoneOnly.updated({ email: 'tom@example.com' }),
    },
    { name: 'chat_finished, first of its person', before: [], event: () => chat.finished(talk(6)) },
    { name: 'chat_finished', before: [chat.accepted()], event: () => chat.finished(talk(6)) },
    {
      name: 'chat_finished again',
      before: [chat.accepted(), chat.finished(talk(4))],
      event: () => chat.finished(talk(8)),
    },
    {
      name: 'chat_finished, and the chat goes on',
      before: [chat.accepted()],
      event: () => chat.finished(talk(4)),
      then: [chat.updated({ description: 'interested' }), chat.finished(talk(8))],
    },
    { name: 'chat_finished, several notes', before: [chat.accepted()], event: () => chat.finished(long(20)) },
    { name: 'offline_message, unknown', before: [], event: () => chat.offline('Please call me.') },
    {
      name: 'offline_message, no way to reach its writer',
      before: [],
      event: () => nobody.offline('Is anybody there?'),
    },
    {
      name: 'chat_finished, missed',
      before: [],
      event: () => chat.finished([{ type: 'visitor', message: 'Hello?', timestamp: 1 }], {}, { agents: [] }),
    },
    {
      name: 'chat_accepted by messenger',
      before: [],
      event: () => messenger.accepted(),
    },
    {
      name: 'offline_message, known',
      before: [chat.accepted()],
      event: () => chat.offline('Please call me.'),
    },
    { name: 'call_event, start', before: [], event: () => call('start') },
    {
      name: 'call_event, end',
      before: [call('start')],
      event: () => call('end', { record_url: 'https://records.example.com/1.mp3' }),
    },
    {
      name: 'client_updated',
      before: [chat.accepted()],
      event: () => chat.clientUpdated({ phone: '+14155550000' }),
    },
    {
      name: 'chat_assigned',
      before: [chat.accepted()],
      event: (link) => chat.assigned(link),
    },
    {
      name: 'a refused value',
      before: [],
      event: () => refused.accepted(),
    },
    {
      name: 'chat_accepted, unknown, and their data comes again',
      before: [],
      event: () => chat.accepted(),
      then: [chat.updated()],
    },
  ];
}

function long(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    type: 'visitor',
    message: `${n} `.padEnd(6_000, 'x'),
    timestamp: n + 1,
  }));
}
