import assert from 'node:assert/strict';
import type { Message } from '../../../jivochat/event';
import type { Remark } from '../../../leads/conversation/remarks';
import { words as DE } from '../../../text/languages/de';
import type { Kit } from '../kit';
import type { Scenario } from '../scenario';
import { conversationOf, talk, type Visitor } from '../visitor';
import { same } from '../same';

export const conversationScenarios: Scenario[] = [
  {
    name: 'conversation: all that was said and by whom, in order, with the circumstances',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const pages = await kit.session().saveConversation(ref, conversationOf(visitor, talk(4)), []);
      const [note, ...others] = await kit.account.notesOf(ref);
      same([others, pages.map(({ id }) => id)], [[], [note?.id]]);
      const parts = [
        visitor.lead.title,
        'Page: https://shop.example.com/pricing',
        ...['Message 0.', 'Message 1.', 'Message 2.', 'Message 3.'],
      ];
      inOrder(note!.text, parts);
      for (const word of ['Anna Schmidt', visitor.lead.name!.full, '10:00', visitor.marker]) {
        assert(note!.text.includes(word), `the note holds "${word}"`);
      }
    },
  },
  {
    name: 'conversation: a chat that goes on extends its note',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const first = await kit.session().saveConversation(ref, conversationOf(visitor, talk(2)), []);
      const second = await kit.session().saveConversation(ref, conversationOf(visitor, talk(5)), first);
      const [note, ...others] = await kit.account.notesOf(ref);
      same(others, []);
      same(
        second.map(({ id }) => id),
        first.map(({ id }) => id),
      );
      inOrder(note!.text, ['Message 0.', 'Message 1.', 'Message 2.', 'Message 3.', 'Message 4.']);
    },
  },
  {
    name: 'conversation: one that has not changed costs nothing',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const conversation = conversationOf(visitor, talk(3));
      const written = await kit.session().saveConversation(ref, conversation, []);
      const session = kit.session();
      const requests = await kit.requestsOf(async () =>
        same(await session.saveConversation(ref, conversation, written), written),
      );
      assert.equal(requests, 0);
    },
  },
  {
    name: 'conversation: a note somebody removed is written anew when the chat goes on',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const written = await kit.session().saveConversation(ref, conversationOf(visitor, talk(2)), []);
      for (const { id } of written) await kit.account.remove({ note: id });
      const again = await kit.session().saveConversation(ref, conversationOf(visitor, talk(4)), written);
      assert.notEqual(again[0]?.id, written[0]?.id);
      await oneNote(kit, visitor, ref, 4);
    },
  },
  {
    name: 'conversation: each chat of a person has its own note, even when in doubt',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const longer = conversationOf(visitor, talk(2, 10), { marker: `${visitor.marker}1` });
      await kit.session().saveConversation(ref, longer, []);
      // The marker of this one is the beginning of the other's.
      await kit.session({ inDoubt: true }).saveConversation(ref, conversationOf(visitor, talk(2)), []);
      const texts = (await kit.account.notesOf(ref)).map(({ text }) => text);
      assert.equal(texts.length, 2);
      assert.equal(texts.filter((text) => text.includes('Message 10.')).length, 1);
      assert.equal(texts.filter((text) => text.includes('Message 0.')).length, 1);
    },
  },
  {
    name: 'conversation: what nobody said is not shown as said by the visitor',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const said = talk(1)[0]!;
      const automatic: Message[] = [
        { from: 'system', text: `joined ${kit.tag()}`, timestamp: said.timestamp + 60 },
        { from: 'bot', text: `greeting ${kit.tag()}`, timestamp: said.timestamp + 120 },
      ];
      await kit.session().saveConversation(ref, conversationOf(visitor, [said, ...automatic]), []);
      const [note] = await kit.account.notesOf(ref);
      inOrder(note!.text, [said.text, ...automatic.map(({ text }) => text)]);
      const name = visitor.lead.name!.full;
      const shown = note!.text.match(new RegExp(`${name},? 10:0`, 'g')) ?? [];
      assert.equal(shown.length, 1, 'the visitor is shown with one message');
    },
  },
  {
    name: 'conversation: an agent who took part and wrote nothing is named, also when the note is extended',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const remarks = (names: string) => ({ remarks: [{ label: 'Agents', value: names }] });
      const first = conversationOf(visitor, talk(2), remarks('Anna Schmidt'));
      const pages = await kit.session().saveConversation(ref, first, []);
      // Nothing more was said: only the head tells of the agent who took the chat over.
      const second = conversationOf(visitor, talk(2), remarks('Anna Schmidt, Silent Partner'));
      await kit.session().saveConversation(ref, second, pages);
      const [note, ...others] = await kit.account.notesOf(ref);
      same(others, []);
      assert(note!.text.includes('Silent Partner'), 'the note names the agent who wrote nothing');
    },
  },
  {
    name: 'conversation: one that needs fewer notes than before says nothing twice, and uses them again',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      // As an older version may have written it, with more around each message.
      const long = talk(8).map((message) => ({
        ...message,
        text: `${message.text} ${'words '.repeat(4_000)}`,
      }));
      const before = await kit.session().saveConversation(ref, conversationOf(visitor, long), []);
      const fewer = await kit.session().saveConversation(ref, conversationOf(visitor, talk(8)), before);
      const whole = (await kit.account.notesOf(ref)).map(({ text }) => text).join('\n');
      const told = whole.match(/^\s*Message 7\./gm) ?? [];
      assert.equal(told.length, 1, 'each message stands there once');
      const again = await kit.session().saveConversation(ref, conversationOf(visitor, long), fewer);
      same(
        again.map(({ id }) => id),
        before.map(({ id }) => id),
      );
    },
  },
  {
    name: 'conversation: what found no place in the fields stands in the note, also without a message',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const remarks = [{ label: 'E-mail in the chat', value: `other.${visitor.tag}@example.com` }];
      await kit.session().saveConversation(ref, conversationOf(visitor, [], { remarks }), []);
      const [note] = await kit.account.notesOf(ref);
      assert(note?.text.includes(`${remarks[0]!.label}: ${remarks[0]!.value}`));
    },
  },
  {
    name: 'conversation: what a CRM did not take is told in the reader’s language, whoever reads it then',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const crm = kit.connector.label;
      const remarks: Remark[] = [
        { kind: 'notAccepted', crm, field: 'plan', why: 'CODE', value: visitor.tag },
        { kind: 'tooLong', crm, field: 'company', value: visitor.tag },
      ];
      const session = kit.session({ words: DE });
      await session.saveConversation(ref, conversationOf(visitor, talk(2), { remarks }), []);
      const [note] = await kit.account.notesOf(ref);
      const told = [`Von ${crm} nicht angenommen als plan (CODE): `, `Zu lang für company in ${crm}: `];
      for (const label of told)
        assert(note?.text.includes(label + visitor.tag), `"${label}" in ${note?.text}`);
    },
  },
];

/** @throws AssertionError unless every part stands in the text, each behind the one before it. */
export function inOrder(text: string, parts: readonly string[]): void {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    assert(at >= 0, `the text holds "${part}" in its place`);
    from = at + part.length;
  }
}

/** @throws AssertionError unless the person has one note, with the first `count` messages. */
export async function oneNote(
  kit: Kit,
  { marker }: Visitor,
  ref: { type: string; id: string },
  count: number,
): Promise<void> {
  const notes = await kit.account.notesOf(ref);
  assert.equal(notes.length, 1, 'one chat is one note');
  inOrder(
    notes[0]!.text,
    talk(count).map(({ text }) => text),
  );
  assert(notes[0]!.text.includes(marker));
}
