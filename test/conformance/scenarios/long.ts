import assert from 'node:assert/strict';
import type { Scenario } from '../scenario';
import { BEGAN, conversationOf, talk } from '../visitor';
import { callOf, taskOf } from './activities';
import { inOrder } from './conversation';
import type { VisitorFields } from '../visitor';
import { same } from '../same';

const LONG_TEXT = 'word and <tag> & "more" ';

/** Longer than the field of any CRM; JivoChat sets no limit. */
const LONG: Record<string, (phone: string) => VisitorFields> = {
  'a name': () => ({ name: `Tom {tag} ${'Clifton '.repeat(10_000)}` }),
  'a name, without an e-mail,': (phone) => ({
    name: `Tom {tag} ${'Clifton '.repeat(10_000)}`,
    email: null,
    phone,
  }),
  'a name of one word, without an e-mail,': (phone) => ({
    name: `{tag}${'x'.repeat(70_000)}`,
    email: null,
    phone,
  }),
  'an e-mail': () => ({ email: `${'x'.repeat(60)}.{tag}@${'mail.'.repeat(40)}example.com` }),
  'a phone': () => ({ phone: `12345 ${'or in the evening '.repeat(40)}` }),
  'a page': () => ({ page: `https://shop.example.com/?q=${'x'.repeat(80_000)}` }),
};

export const longScenarios: Scenario[] = [
  ...Object.entries(LONG).map(([what, fields]): Scenario => ({
    name: `long: ${what} beyond any field: the lead is saved`,
    async run(kit) {
      // Lead fields are placed once it is known which ones the CRM has a field for.
      await kit.read((await kit.lead()).ref);
      const visitor = kit.visitor(fields(kit.phone()));
      const created = await kit.session().create(visitor.draft());
      assert(created.outcome === 'created');
      const { name, emails, phones } = await kit.seen(created.record.ref);
      assert(name || emails.length > 0 || phones.length > 0, 'the record tells who it is');
      const { email, phone } = visitor.person;
      const told = created.refused.map(({ value }) => value).join('\n');
      const number = phone && (phone.e164 ?? phone.raw);
      if (email) assert(emails.includes(email) || told.includes(email), 'the e-mail is stored or told');
      if (number) assert(phones.includes(number) || told.includes(number), 'the phone is stored or told');
      const full = visitor.lead.name?.full;
      if (full && name !== full && !name.startsWith('JivoChat')) {
        assert(name.startsWith(full.slice(0, 20)) || told.includes(full.slice(0, 20)));
      }
    },
  })),
  {
    name: 'long: a message of 100,000 characters stands in the notes whole',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const text = LONG_TEXT.repeat(4_200).trim();
      const said = conversationOf(visitor, [{ from: 'visitor', text, timestamp: BEGAN }]);
      await kit.session().saveConversation(ref, said, []);
      const notes = await kit.account.notesOf(ref);
      const whole = notes
        .map((note) => note.text)
        .join('|')
        .replace(/\s/g, '');
      const found = whole.match(/wordand<tag>&"more"/g)?.length ?? 0;
      const cut = notes.length - 1;
      // A note begins with the message's first words, and may have them as its subject.
      const repeated = 4 * (notes.length + 1);
      assert(found >= 4_200 - cut && found <= 4_200 + repeated, `${found} of 4200 in ${notes.length} notes`);
    },
  },
  {
    name: 'long: a chat of many pages is extended where it ended',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const messages = talk(600).map((message) => ({
        ...message,
        text: `${message.text} ${LONG_TEXT.repeat(8)}`,
      }));
      const before = await kit
        .session()
        .saveConversation(ref, conversationOf(visitor, messages.slice(0, 500)), []);
      const after = await kit.session().saveConversation(ref, conversationOf(visitor, messages), before);
      same(after.slice(0, before.length - 1), before.slice(0, -1), 'full pages stay as they are');
      const notes = await kit.account.notesOf(ref);
      same(
        notes.map(({ id }) => id),
        after.map(({ id }) => id),
      );
      inOrder(
        notes.map(({ text }) => text).join('\n'),
        talk(600).map(({ text }) => text),
      );
    },
  },
  {
    name: 'long: an agent’s comment of many lines stands whole in note, task and call',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const lines = Array.from({ length: 400 }, (_, index) => `Line ${index} of what the agent wrote.`);
      const remarks = [{ label: 'Comment', value: lines.join('\n') }];
      const session = kit.session();
      await session.saveConversation(ref, conversationOf(visitor, talk(2), { remarks }), []);
      await session.saveTask(ref, taskOf(visitor, { marker: `${visitor.marker} task`, remarks }));
      await session.saveCall(ref, callOf(visitor, { remarks }), undefined);
      const { account } = kit;
      const all = [await account.notesOf(ref), await account.tasksOf(ref), await account.callsOf(ref)];
      for (const made of all) inOrder(made.map(({ text }) => text).join('\n'), lines);
    },
  },
  {
    name: 'long: remarks and titles beyond measure cost neither note nor task nor call',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const value = LONG_TEXT.repeat(4_000);
      const remarks = Array.from({ length: 40 }, (_, index) => ({ label: `Remark ${index}`, value }));
      const title = `${visitor.lead.title} ${LONG_TEXT.repeat(4_000)}`;
      const session = kit.session();
      await session.saveConversation(ref, conversationOf(visitor, talk(2), { title, remarks }), []);
      const task = taskOf(visitor, { marker: `${visitor.marker} task`, subject: title, remarks });
      await session.saveTask(ref, task);
      await session.saveCall(ref, callOf(visitor, { title, remarks }), undefined);
      const notes = await kit.account.notesOf(ref);
      inOrder(notes.map(({ text }) => text).join('\n'), ['Message 0.', 'Message 1.']);
      const [tasks, calls] = [await kit.account.tasksOf(ref), await kit.account.callsOf(ref)];
      assert(tasks[0]!.text.includes('Please call me'), 'the task says what is to be done');
      assert.equal(calls.length, 1);
      const inDoubt = kit.session({ inDoubt: true });
      await inDoubt.saveTask(ref, task);
      await inDoubt.saveCall(ref, callOf(visitor, { title, remarks }), undefined);
      const lengths = [await kit.account.tasksOf(ref), await kit.account.callsOf(ref)].map(
        ({ length }) => length,
      );
      same(lengths, [1, 1], 'the mark by which they are found again is not cut off');
    },
  },
];
