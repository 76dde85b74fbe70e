import type { Reply } from '../../jivochat/reply';
import { chatOf } from './crms/chats';
import type { DrawnCrm } from './crms/drawn-crm';

/** 2026-11-23T10:00:00Z. */
const BEGAN = 1_795_428_000;

export interface Situation {
  name: string;
  /** Plays it and gives the reply an agent sees. */
  play: (world: DrawnCrm) => Promise<Reply | undefined>;
}

const says = (message: string, minute: number) => {
  return { type: 'visitor', message, timestamp: BEGAN + minute * 60 };
};
const answers = (message: string, minute: number) => {
  return { ...says(message, minute), type: 'agent', agent_id: 3146 };
};
const TALK = [
  says('Hello! What does the team plan cost?', 0),
  answers('Hi Tom, 12 dollars a seat. How many seats do you need?', 1),
  says('20 seats.\nAnd can we pay once a year?', 2),
  says('Our requirements:\nrequirements.pdf\nhttps://files.example.com/7508/requirements.pdf', 2),
  answers('Yes, with two months free: https://shop.example.com/pricing/yearly', 4),
];
const TEAM = [
  { id: 3146, name: 'Anna Schmidt', email: 'anna@example.com' },
  { id: 3147, name: 'Theo Brandt', email: 'theo@example.com' },
];

/** A chat whose visitor has a number that is easy to read. */
function newChat(visitor: Record<string, unknown>) {
  return chatOf({ number: '18', ...visitor });
}

async function troubled(world: DrawnCrm, how: 'down' | 'refused') {
  world.fail(how);
  const { reply } = await world.send(newChat({ email: 'ada@byron.example', name: 'Ada Byron' }).accepted());
  world.mend();
  return reply;
}

async function whole(
  world: DrawnCrm,
  chat: ReturnType<typeof newChat>,
  messages: object[] = TALK,
  parts = {},
) {
  const { reply } = await world.send(chat.accepted({}, { agent: TEAM[0], ...parts }));
  await world.send(chat.finished(messages, {}, { agents: TEAM.slice(0, 1), ...parts }));
  return reply;
}

const DANA = { first: 'Dana', phone: '+14155550142' };

/** What a product page has to show well, from the easy to the odd. */
export const SITUATIONS: readonly Situation[] = [
  {
    name: 'new, with a name only',
    play: async (world) => (await world.send(newChat({ name: 'Tom Clifton' }).accepted())).reply,
  },
  {
    name: 'known customer',
    async play(world) {
      const tom = { first: 'Tom', last: 'Clifton', email: 'tom.clifton@example.com', phone: '+14155552671' };
      await world.seed({ ...tom, company: 'Clifton & Sons', isCustomer: true });
      // Stages and names are learned by the first card that wants them, somebody else's.
      const dana = { ...DANA, last: 'Kim', email: 'kim@example.com', isCustomer: true };
      await world.seed(dana);
      await world.send(newChat({ name: 'Dana', email: dana.email, number: '17' }).accepted());
      await world.retry();
      return whole(world, newChat({ name: 'Tom', email: tom.email }));
    },
  },
  {
    name: 'two records match',
    async play(world) {
      await world.seed({ ...DANA, last: 'Kim', email: 'kim@example.com' });
      await world.seed({ ...DANA, last: 'Kim (office)', email: 'office@example.com' });
      return whole(world, newChat({ email: 'kim@example.com', phone: DANA.phone }));
    },
  },
  {
    name: 'CRM down',
    play: (world) => troubled(world, 'down'),
  },
  {
    name: 'refused',
    play: (world) => troubled(world, 'refused'),
  },
  {
    name: 'offline message',
    async play(world) {
      const chat = newChat({ name: 'Lena Hoff', email: 'lena@hoff.example', phone: '+4930901820' });
      await world.send(chat.offline('Do you ship to Peru?\nPlease call me after nine.'));
      return undefined;
    },
  },
  {
    name: 'messenger visitor',
    play: (world) =>
      whole(world, newChat({ name: 'Rosa Lima', social: { whatsapp: '+55 11 96123-4567' } }), [
        says('Oi! Vocês entregam em Campinas?', 0),
        answers('Oi Rosa! Sim, em dois dias.', 1),
      ]),
  },
  {
    name: '200 messages, files, a transfer',
    play: (world) =>
      whole(
        world,
        newChat({ name: 'Max Power', email: 'max@example.com' }),
        Array.from({ length: 40 }, (_, at) =>
          TALK.map((message, place) => ({
            ...message,
            timestamp: message.timestamp + at * 300,
            ...('agent_id' in message && at % 2 === 1 && { agent_id: 3147 }),
            message: place === 0 ? `${at + 1}. ${message.message}` : message.message,
          })),
        ).flat(),
        { agents: TEAM },
      ),
  },
  {
    name: 'right to left',
    play: (world) =>
      whole(world, newChat({ name: 'דנה כהן', email: 'dana@example.com' }), [
        says('שלום! כמה עולה החבילה (team)?', 0),
        answers('Shalom Dana, 12 dollars a seat.', 1),
      ]),
  },
  {
    name: 'long names',
    play: (world) =>
      whole(
        world,
        newChat({
          name: 'Maximiliane-Theodora von und zu Hohenlohe-Waldenburg-Schillingsfürst',
          email: 'maximiliane-theodora.hohenlohe-waldenburg@grand-hotel-schloss.example',
        }),
        TALK,
        {
          page: {
            url: `https://shop.example.com/a/very/long/path?session=${'x'.repeat(200)}`,
            title:
              'Banquets, weddings and conferences in the castle: rooms, menus, prices and a calendar of free dates',
          },
        },
      ),
  },
  {
    name: 'phone only, a call',
    async play(world) {
      const chat = newChat({ name: 'Ravi Rao', phone: '+14155550177' });
      const { reply } = await world.send(chat.accepted());
      for (const status of ['start', 'client_connected', 'end']) {
        if (status === 'end') world.clock.offsetMs += 95_000;
        const record_url = status === 'end' ? 'https://records.example.com/7508.mp3' : undefined;
        await world.send(chat.call({ type: 'incoming', status, phone: '+14155550177', record_url }));
      }
      return reply;
    },
  },
  {
    name: 'mistyped e-mail',
    play: async (world) =>
      (await world.send(newChat({ name: 'Uwe Bach', email: 'uwe.bach@gmial.com' }).accepted())).reply,
  },
];
