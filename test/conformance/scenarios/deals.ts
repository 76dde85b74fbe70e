import assert from 'node:assert/strict';
import type { CardExtras, OpenDeal } from '../../../leads/card/open-deals';
import type { RecordRef } from '../../../leads/record';
import type { DealWish } from '../../../leads/rules/rule';
import type { Kit } from '../kit';
import type { Scenario } from '../scenario';
import { conversationOf, talk } from '../visitor';

/** Longer than the clocks of a CRM and ours differ. */
const LATER_MS = 10 * 60_000;
/** Of a card. */
const DEALS = { deals: true, activity: false };
const ACTIVITY = { deals: false, activity: true };
const DAY_MS = 24 * 3_600_000;

/** A rule of the company's file may want a deal for each chat, or the open one of the person. */
export const dealScenarios: Scenario[] = [
  {
    name: 'deal: a rule’s deal is made once for a chat, whatever was cut off, and the next chat has its own',
    needs: ['deals', 'faults'],
    async run(kit) {
      const deals = kit.account.deals!;
      const ref = await deals.person();
      const save = saver(kit, 'new');
      const since = Date.now();
      kit.account.faults!.next('lost-answer');
      await save(ref, since)?.catch(() => undefined);
      kit.account.faults!.clear();
      // The visitor may have said who they are in between.
      const made = await save(ref, since, true, 'JivoChat #18 - Tom Clifton');
      assert(made, 'the deal is named, so that the note can be tied to it');
      assert.deepEqual(
        (await deals.of(ref)).map(({ id }) => id),
        [made.id],
      );
      // The same visitor has the same title; another chat is no repetition.
      const next = await save(ref, since + LATER_MS, true);
      assert.notEqual(next?.id, made.id);
      assert.equal((await deals.of(ref)).length, 2);
    },
  },
  {
    name: 'deal: where a rule reuses it, the open deal of the person serves, and a closed one does not',
    needs: ['deals'],
    async run(kit) {
      const deals = kit.account.deals!;
      const ref = await deals.person();
      const id = await deals.seed(ref, 'Big order');
      const made = await saver(kit, 'reuse')(ref, Date.now());
      assert.equal(made?.id, id);
      assert.equal((await deals.of(ref)).length, 1);
      await deals.close(id);
      assert.notEqual((await saver(kit, 'reuse')(ref, Date.now()))?.id, id);
      assert.equal((await deals.of(ref)).length, 2);
    },
  },
  {
    name: 'deal: the note of the chat is the deal’s as well as the person’s',
    needs: ['deals'],
    async run(kit) {
      const deals = kit.account.deals!;
      const ref = await deals.person();
      const about = await saver(kit, 'new')(ref, Date.now());
      const conversation = { ...conversationOf(kit.visitor(), talk(2)), about };
      await kit.session().saveConversation(ref, conversation, []);
      assert.equal((await kit.account.notesOf(ref)).length, 1);
      assert.deepEqual(
        (await deals.of(ref)).map(({ notes }) => notes),
        [1],
      );
    },
  },
  {
    name: 'deal: the open ones are told for the card, with stage and amount, in one request',
    needs: ['deals'],
    async run(kit) {
      const deals = kit.account.deals!;
      const ref = await deals.person();
      const record = await kit.read(ref);
      const session = kit.session();
      assert('cardExtras' in session, 'a connector with deals has cardExtras');
      assert.deepEqual((await session.cardExtras?.(record, DEALS))?.deals, []);
      const won = await deals.seed(ref, 'Won');
      await deals.close(won);
      for (const name of ['Older', 'Newer']) await deals.seed(ref, name);
      await kit.eventually(
        async () => (await session.cardExtras?.(record, DEALS))?.deals ?? [],
        ({ length }) => length === 2,
      );
      // Which the stages are the worker learns, so that no reply waits for it.
      await kit.session().learnFields?.();
      let told: OpenDeal[] = [];
      assert.equal(
        await kit.requestsOf(async () => (told = (await session.cardExtras?.(record, DEALS))?.deals ?? [])),
        1,
      );
      assert.deepEqual(told.map(({ name }) => name).toSorted(), ['Newer', 'Older']);
      for (const { stage, amount } of told) {
        assert.equal(stage, deals.stageLabel);
        assert.match(JSON.stringify(amount), /1,?200/);
        assert.match(JSON.stringify(amount), deals.currency);
      }
    },
  },
  {
    name: 'deal: who last called is told beside them, by name, in one request',
    needs: ['deals'],
    async run(kit) {
      const deals = kit.account.deals!;
      const ref = await deals.person();
      const [anna] = kit.account.users;
      const session = kit.session();
      const asked = async () => (await session.cardExtras?.(await kit.read(ref), ACTIVITY))?.lastActivity;
      assert.equal(await asked(), undefined);
      await deals.logCall(ref, anna.id, Date.now() - 9 * DAY_MS, 'Call: old');
      await deals.logCall(ref, anna.id, Date.now() - 3 * DAY_MS, 'Call: prices');
      // Names are told as far as they are remembered: no request is made for them.
      const name = await session.ownerName(anna.id);
      await kit.eventually(asked, (last) => last?.what === 'Call: prices');
      const record = await kit.read(ref);
      let told: CardExtras | undefined;
      assert.equal(
        await kit.requestsOf(async () => void (told = await session.cardExtras?.(record, ACTIVITY))),
        1,
      );
      const { at, ...rest } = told!.lastActivity!;
      assert(rest.by, 'the colleague is named');
      assert.deepEqual(rest, { kind: 'call', by: name ?? rest.by, what: 'Call: prices' });
      // A CRM may keep the day alone.
      assert.equal(Math.floor(Date.now() / DAY_MS) - Math.floor(at / DAY_MS), 3);
      assert.deepEqual(told!.deals, [], 'what is not wanted is not asked for');
    },
  },
  {
    name: 'deal: open ones that are hidden are none, and not asked for again',
    needs: ['deals'],
    async run(kit) {
      const deals = kit.account.deals!;
      const ref = await deals.person();
      await deals.seed(ref, 'Hidden');
      const record = await kit.read(ref);
      deals.hide();
      const cold = await kit.restarted();
      assert.deepEqual((await cold.session().cardExtras?.(record, DEALS))?.deals, []);
      assert.equal(await cold.requestsOf(async () => cold.session().cardExtras?.(record, DEALS)), 0);
      assert.equal((await cold.read(ref)).ref.id, ref.id);
    },
  },
  {
    name: 'deal: an account that lets us see no deals loses the deal and nothing else',
    needs: ['deals'],
    async run(kit) {
      const deals = kit.account.deals!;
      const ref = await deals.person();
      deals.hide();
      const cold = await kit.restarted();
      assert.equal(await saver(cold, 'reuse')(ref, Date.now()), undefined);
      assert.equal(await saver(cold, 'new')(ref, Date.now()), undefined);
      await cold.session().saveConversation(ref, conversationOf(kit.visitor(), talk(2)), []);
      assert.equal((await kit.account.notesOf(ref)).length, 1);
    },
  },
];

function saver(kit: Kit, open: DealWish['open']) {
  const object = { ...kit.account.deals!.wish, open, transcript: true };
  return (ref: RecordRef, since: number, inDoubt = false, title = 'JivoChat #18 - Tom') => {
    const session = kit.session({ inDoubt });
    assert('saveTitle' in session, 'a connector with deals has saveTitle');
    return session.saveTitle?.(ref, title, kit.account.users[0].id, { object, since });
  };
}
