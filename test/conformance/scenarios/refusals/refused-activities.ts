import assert from 'node:assert/strict';
import type { ConnectorSession } from '../../../../connectors/connector';
import type { RecordRef } from '../../../../leads/record';
import type { SeenActivity } from '../../accounts/account';
import type { Kit } from '../../kit';
import type { Scenario } from '../../scenario';
import { same } from '../../same';
import { conversationOf, talk, type Visitor } from '../../visitor';
import { callOf, taskOf } from '../activities';
import { changes } from '../merge';

/** As JivoChat's own documented sample has it: a link without encryption. */
const RECORDING = 'http://records.example.com/7508.mp3';

interface Kind {
  name: string;
  save: (session: ConnectorSession, ref: RecordRef, visitor: Visitor, ownerId: string) => Promise<unknown>;
  seen: (kit: Kit, ref: RecordRef) => Promise<SeenActivity[]>;
}

const KINDS: readonly Kind[] = [
  {
    name: 'note',
    save: (session, ref, visitor, ownerId) =>
      session.saveConversation(ref, conversationOf(visitor, talk(2), { ownerId }), []),
    seen: (kit, ref) => kit.account.notesOf(ref),
  },
  {
    name: 'task',
    save: (session, ref, visitor, ownerId) => session.saveTask(ref, taskOf(visitor, { ownerId })),
    seen: (kit, ref) => kit.account.tasksOf(ref),
  },
  {
    name: 'call',
    save: (session, ref, visitor, ownerId) => session.saveCall(ref, callOf(visitor, { ownerId }), undefined),
    seen: (kit, ref) => kit.account.callsOf(ref),
  },
];

export const refusedActivityScenarios: Scenario[] = [
  ...KINDS.flatMap(({ name, save, seen }): Scenario[] => [
    {
      name: `refused: an owner who has left: the ${name} is written without them, and it is told`,
      needs: ['formerOwner'],
      async run(kit) {
        const visitor = kit.visitor();
        const { ref } = await kit.lead(visitor);
        const former = kit.account.formerUser!.id;
        await save(kit.session(), ref, visitor, former);
        const [made, ...others] = await seen(kit, ref);
        same(others, []);
        assert(made, `the ${name} is there`);
        assert.notEqual(made.ownerId, former);
        assert.match(made.text, /owner/i, `the ${name} says that its owner was not accepted`);
      },
    },
    {
      name: `refused: an owner who has left: the ${name} is the default owner’s, if there is one`,
      needs: ['formerOwner'],
      async run(kit) {
        const [user] = kit.account.users;
        const configured = await kit.restarted({ DEFAULT_OWNER: user.login });
        const visitor = kit.visitor();
        const { ref } = await kit.lead(visitor);
        await save(configured.session(), ref, visitor, kit.account.formerUser!.id);
        same(
          (await seen(kit, ref)).map(({ ownerId }) => ownerId),
          [user.id],
        );
      },
    },
  ]),
  {
    name: 'refused: a note that goes on keeps what was told of its owner',
    needs: ['formerOwner'],
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const parts = { ownerId: kit.account.formerUser!.id };
      const first = conversationOf(visitor, talk(2), parts);
      const written = await kit.session().saveConversation(ref, first, []);
      const more = conversationOf(visitor, talk(4), parts);
      await kit.session().saveConversation(ref, more, written);
      const [note, ...others] = await kit.account.notesOf(ref);
      same(others, []);
      assert(note);
      assert(note.text.includes('Message 3.'), 'the note has the later messages');
      assert.match(note.text, /owner/i, 'the note says that its owner was not accepted');
    },
  },
  {
    name: 'refused: a recording link without encryption: the call is logged to its end, and the link can be read',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const id = await kit.session().saveCall(ref, callOf(visitor), undefined);
      const ended = callOf(visitor, { state: 'completed', durationMs: 65_000, recordUrl: RECORDING });
      assert.equal(await kit.session().saveCall(ref, ended, id), id);
      const other = kit.visitor();
      await kit.session().saveCall(ref, callOf(other, { recordUrl: RECORDING }), undefined);
      const [call, at, ...others] = await kit.account.callsOf(ref);
      same(others, []);
      assert(call && at);
      same([call.ended, call.seconds], [true, 65]);
      for (const { text } of [call, at]) assert(text.includes(RECORDING), 'the call holds the link');
    },
  },
  {
    name: 'refused: every edit of a person: nothing is changed, all is told, note and task are written',
    needs: ['locks'],
    async run(kit) {
      for (const [what, lock] of Object.entries(kit.account.locks!)) {
        const visitor = kit.visitor();
        const ref = await kit.account.seed({ last: visitor.tag });
        const before = await kit.seen(ref);
        lock(ref);
        const record = await kit.read(ref);
        const given = { emails: [visitor.person.email!], phones: [kit.phone()] };
        const saved = await kit.session().update(record, changes(given));
        for (const value of [...given.emails, ...given.phones]) {
          assert(
            saved.refused.some((refusal) => refusal.value.includes(value)),
            `what is not written because of ${what} is told`,
          );
        }
        same([saved.record.ref, saved.record.emails, saved.record.phones], [ref, [], []]);
        same(await kit.seen(ref), before);
        await kit.session().saveConversation(ref, conversationOf(visitor, talk(2)), []);
        await kit.session().saveTask(ref, taskOf(visitor));
        same([(await kit.account.notesOf(ref)).length, (await kit.account.tasksOf(ref)).length], [1, 1]);
      }
    },
  },
];
