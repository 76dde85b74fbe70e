import assert from 'node:assert/strict';
import { CrmRefusedError } from '../../../../connectors/errors';
import type { ConnectorSession, SaveOutcome } from '../../../../connectors/connector';
import type { RecordRef } from '../../../../leads/record';
import type { Kit } from '../../kit';
import { same } from '../../same';
import type { Scenario } from '../../scenario';
import { conversationOf, talk, type Visitor } from '../../visitor';
import { callOf, taskOf } from '../activities';
import { changes } from '../merge';

const PAGE = 'https://shop.example.com/a-page-of-words';

/** What an administrator of the CRM hides, retypes and demands costs no lead, note, task or call. */
export const administratorScenarios: Scenario[] = [
  {
    name: 'administrator: what is hidden from the integration’s user costs no lead and no activity',
    needs: ['hiding'],
    async run(kit) {
      const [user] = kit.account.users;
      for (const [what, hide] of Object.entries(kit.account.hide!)) {
        hide();
        const restarted = await kit.restarted({ DEFAULT_OWNER: user.login });
        const visitor = kit.visitor({ phone: kit.phone() });
        const owner = await restarted.owner([user.login]);
        const { ref } = await restarted.lead(visitor, owner?.id);
        await saveAll(restarted.session(), ref, visitor);
        await restarted.session().ownerName(user.id);
        same((await restarted.match(visitor.person)).best?.ref, ref, what);
        await eachOnce(kit, ref, what);
      }
    },
  },
  {
    name: 'administrator: a field of another type costs only the value, and the core learns it',
    needs: ['typedFields'],
    async run(kit) {
      for (const [type, retype] of Object.entries(kit.account.retype!)) {
        retype();
        const restarted = await kit.restarted();
        const visitor = kit.visitor({ page: PAGE });
        const created = await restarted.session().create(visitor.draft());
        assert(created.outcome === 'created');
        assert(isKnownMissing(created), `the core learns when the lead is made that a page is no ${type}`);
        const { ref } = created.record;
        same((await kit.seen(ref)).emails, [visitor.person.email]);
        const phone = kit.phone();
        const wanted = changes({ phones: [phone], leadFields: { page: PAGE } });
        const saved = await restarted.session().update(await restarted.read(ref), wanted);
        assert(isKnownMissing(saved), `the core learns when the lead is changed that a page is no ${type}`);
        same((await kit.seen(ref)).phones, [phone]);
      }
    },
  },
  {
    name: 'administrator: a field that every task must have is filled from the configuration',
    needs: ['requiredFields'],
    async run(kit) {
      const env = kit.account.require!();
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const unfilled = await kit
        .session()
        .saveTask(ref, taskOf(visitor))
        .catch((error: unknown) => error);
      assert(unfilled instanceof CrmRefusedError, 'without a value it is refused for good');
      assert(unfilled.remedy, 'and a remedy is named');
      const restarted = await kit.restarted({}, env);
      await saveAll(restarted.session(), ref, visitor);
      await eachOnce(kit, ref, 'a demanded field');
    },
  },
  {
    name: 'administrator: a person to whom no activity can be tied: it is written once, and names them',
    needs: ['unreachable'],
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      kit.account.forbidActivities!(ref);
      const [user] = kit.account.users;
      await kit.session().saveTask(ref, taskOf(visitor, { ownerId: user.id }));
      await kit.session({ inDoubt: true }).saveTask(ref, taskOf(visitor, { ownerId: user.id }));
      const [task, ...others] = await kit.account.ofNobody!();
      same(others, []);
      assert(task, 'the task is there');
      same(task.ownerId, user.id);
      assert(task.text.includes(ref.id), 'it names the record it could not be tied to');
      await saveAll(kit.session(), ref, kit.visitor());
    },
  },
];

/** Refused, or of a field the connector does not know, yet or at all: the core writes it later, or the note holds it. */
const isKnownMissing = ({ record, refused }: SaveOutcome) =>
  refused.some(({ value }) => value.includes(PAGE)) || !record.placeableFields?.has('page');

async function saveAll(session: ConnectorSession, ref: RecordRef, visitor: Visitor): Promise<void> {
  await session.saveConversation(ref, conversationOf(visitor, talk(2)), []);
  await session.saveTask(ref, taskOf(visitor));
  await session.saveCall(ref, callOf(visitor), undefined);
}

async function eachOnce({ account }: Kit, ref: RecordRef, what: string): Promise<void> {
  const seen = await Promise.all([account.notesOf(ref), account.tasksOf(ref), account.callsOf(ref)]);
  same(
    seen.map(({ length }) => length),
    [1, 1, 1],
    what,
  );
}
