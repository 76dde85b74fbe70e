import assert from 'node:assert/strict';
import type { Scenario } from '../scenario';
import { conversationOf, talk } from '../visitor';
import { callOf, taskOf } from './activities';
import { oneNote } from './conversation';
import { failure, isUnavailable } from './refusals/errors';
import { changes } from './merge';
import { refOf } from './race';
import { same } from '../same';

export const repeatScenarios: Scenario[] = [
  {
    name: 'repeat: a lead whose answer was lost is not made again',
    needs: ['faults'],
    async run(kit) {
      const visitor = kit.visitor();
      kit.account.faults!.next('lost-answer');
      isUnavailable(await failure(kit.session().create(visitor.draft())));
      // As the caller does: look first, and make one only when there is none to be seen.
      const known = (await kit.match(visitor.person, 0)).best;
      const ref = known?.ref ?? refOf(await kit.session({ inDoubt: true }).create(visitor.draft()));
      const people = await kit.peopleOf(visitor);
      same(
        people.map((person) => person.ref),
        [ref],
      );
    },
  },
  {
    name: 'repeat: a note whose answer was lost is not made again, and is brought up to date',
    needs: ['faults'],
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      kit.account.faults!.next('lost-answer');
      isUnavailable(await failure(kit.session().saveConversation(ref, conversationOf(visitor, talk(2)), [])));
      await kit.session({ inDoubt: true }).saveConversation(ref, conversationOf(visitor, talk(4)), []);
      await oneNote(kit, visitor, ref, 4);
    },
  },
  {
    name: 'repeat: a long conversation that was cut off at its second page has each page once',
    needs: ['faults'],
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const long = talk(8).map((message) => ({
        ...message,
        text: `${message.text} ${'words '.repeat(4_000)}`,
      }));
      const conversation = conversationOf(visitor, long);
      kit.account.faults!.next('lost-answer', 2);
      // A CRM that takes it all in one page has no second write to be cut off at.
      await kit.session().saveConversation(ref, conversation, []).catch(isUnavailable);
      kit.account.faults!.clear();
      const pages = await kit.session({ inDoubt: true }).saveConversation(ref, conversation, []);
      const notes = await kit.account.notesOf(ref);
      same(
        notes.map(({ id }) => id),
        pages.map(({ id }) => id),
      );
      const whole = notes.map(({ text }) => text).join('\n');
      for (const { text } of talk(8))
        // As what somebody said: the first one is in the head as well.
        assert.equal(whole.match(new RegExp(`^\\s*${text}`, 'gm'))?.length, 1, `"${text}" stands there once`);
    },
  },
  {
    name: 'repeat: a task whose answer was lost is not made again',
    needs: ['faults'],
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      kit.account.faults!.next('lost-answer');
      isUnavailable(await failure(kit.session().saveTask(ref, taskOf(visitor))));
      const id = await kit.session({ inDoubt: true }).saveTask(ref, taskOf(visitor));
      same(
        (await kit.account.tasksOf(ref)).map((task) => task.id),
        [id],
      );
    },
  },
  {
    name: 'repeat: a call whose answer was lost is not logged again',
    needs: ['faults'],
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      kit.account.faults!.next('lost-answer');
      isUnavailable(await failure(kit.session().saveCall(ref, callOf(visitor), undefined)));
      const ended = callOf(visitor, { state: 'completed', durationMs: 5_000 });
      const id = await kit.session({ inDoubt: true }).saveCall(ref, ended, undefined);
      same(
        (await kit.account.callsOf(ref)).map((call) => [call.id, call.ended]),
        [[id, true]],
      );
    },
  },
  {
    name: 'repeat: in doubt, what is there already is used',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const conversation = conversationOf(visitor, talk(2));
      const pages = await kit.session().saveConversation(ref, conversation, []);
      const task = await kit.session().saveTask(ref, taskOf(visitor));
      const call = await kit.session().saveCall(ref, callOf(visitor), undefined);
      const inDoubt = kit.session({ inDoubt: true });
      const again = await inDoubt.saveConversation(ref, conversation, []);
      same(
        [again.map(({ id }) => id), await inDoubt.saveTask(ref, taskOf(visitor))],
        [pages.map(({ id }) => id), task],
      );
      assert.equal(await inDoubt.saveCall(ref, callOf(visitor), undefined), call);
      const { account } = kit;
      const all = [await account.notesOf(ref), await account.tasksOf(ref), await account.callsOf(ref)];
      same(
        all.map(({ length }) => length),
        [1, 1, 1],
      );
    },
  },
  {
    name: 'repeat: in doubt, with nothing there, each is made once',
    async run(kit) {
      const visitor = kit.visitor();
      const inDoubt = kit.session({ inDoubt: true });
      const created = await inDoubt.create(visitor.draft());
      assert.equal(created.outcome, 'created');
      const ref = refOf(created);
      await inDoubt.saveConversation(ref, conversationOf(visitor, talk(2)), []);
      await inDoubt.saveTask(ref, taskOf(visitor));
      await inDoubt.saveCall(ref, callOf(visitor), undefined);
      await oneNote(kit, visitor, ref, 2);
      assert.equal((await kit.account.tasksOf(ref)).length, 1);
      assert.equal((await kit.account.callsOf(ref)).length, 1);
    },
  },
  {
    name: 'repeat: an update made twice is the same as once',
    async run(kit) {
      const visitor = kit.visitor();
      const record = await kit.read(await kit.account.seed({ last: visitor.tag }));
      const wanted = changes({ emails: [visitor.person.email!], phones: [kit.phone()] });
      await kit.session().update(record, wanted);
      const once = await kit.seen(record.ref);
      await kit.session({ inDoubt: true }).update(record, wanted);
      same(await kit.seen(record.ref), once);
    },
  },
];
