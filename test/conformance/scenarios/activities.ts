import assert from 'node:assert/strict';
import type { CallDraft, TaskDraft } from '../../../connectors/connector';
import type { Scenario } from '../scenario';
import { BEGAN, type Visitor } from '../visitor';
import { same } from '../same';

export function taskOf({ marker, lead }: Visitor, parts: Partial<TaskDraft> = {}): TaskDraft {
  return {
    marker,
    subject: `Answer the offline message: ${lead.title}`,
    text: 'Please call me\nafter nine.',
    remarks: [{ label: 'Phone', value: '+49 30 23125000' }],
    dueAt: BEGAN * 1000,
    timeZone: 'UTC',
    ...parts,
  };
}

export function callOf({ marker, lead }: Visitor, parts: Partial<CallDraft> = {}): CallDraft {
  return {
    marker,
    title: `incoming call – ${lead.title}`,
    direction: 'inbound',
    state: 'ringing',
    phone: '+493023125000',
    remarks: [{ label: 'Page', value: 'https://shop.example.com/pricing' }],
    startedAt: BEGAN * 1000,
    timeZone: 'UTC',
    ...parts,
  };
}

const ENDED = {
  state: 'completed',
  durationMs: 65_000,
  recordUrl: 'https://records.example.com/1.mp3',
} as const;

export const activityScenarios: Scenario[] = [
  {
    name: 'task: open, due that day, for its owner, with all that is to be known',
    async run(kit) {
      const visitor = kit.visitor();
      const [owner] = kit.account.users;
      const { ref } = await kit.lead(visitor, owner.id);
      const task = taskOf(visitor, { ownerId: owner.id });
      const id = await kit.session().saveTask(ref, task);
      const [seen, ...others] = await kit.account.tasksOf(ref);
      same(others, []);
      assert(seen);
      const { text, ...rest } = seen;
      same(rest, { id, open: true, due: '2026-11-23', ownerId: owner.id });
      for (const part of [task.subject, 'Please call me', 'after nine.', 'Phone: +49 30 23125000']) {
        assert(text.includes(part), `the task holds "${part}"`);
      }
      same(await kit.account.notesOf(ref), []);
    },
  },
  {
    name: 'task: one for each offline message',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const first = await kit.session().saveTask(ref, taskOf(visitor));
      const other = taskOf(visitor, { marker: `${visitor.marker}1` });
      const second = await kit.session({ inDoubt: true }).saveTask(ref, other);
      const third = await kit.session({ inDoubt: true }).saveTask(ref, taskOf(visitor));
      assert.equal(third, first);
      const ids = (await kit.account.tasksOf(ref)).map(({ id }) => id);
      same(ids.sort(), [first, second].sort());
    },
  },
  {
    name: 'call: brought up to date to its end, with duration and recording',
    async run(kit) {
      const visitor = kit.visitor();
      const [owner] = kit.account.users;
      const { ref } = await kit.lead(visitor, owner.id);
      const draft = callOf(visitor, { ownerId: owner.id });
      const id = await kit.session().saveCall(ref, draft, undefined);
      same(
        (await kit.account.callsOf(ref)).map(({ ended }) => ended),
        [false],
      );
      for (const state of ['in_progress', 'completed'] as const) {
        const next = state === 'completed' ? { ...draft, ...ENDED } : { ...draft, state };
        assert.equal(await kit.session().saveCall(ref, next, id), id);
      }
      const [seen, ...others] = await kit.account.callsOf(ref);
      same(others, []);
      assert(seen);
      const { text, ...rest } = seen;
      same(rest, { id, direction: 'inbound', ended: true, seconds: 65, ownerId: owner.id });
      for (const part of [draft.title, ENDED.recordUrl, 'Page: https://shop.example.com/pricing']) {
        assert(text.includes(part), `the call holds "${part}"`);
      }
    },
  },
  {
    name: 'call: outgoing, and failed',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const draft = callOf(visitor, { direction: 'outbound', state: 'failed' });
      await kit.session().saveCall(ref, draft, undefined);
      const [seen] = await kit.account.callsOf(ref);
      same([seen?.direction, seen?.ended], ['outbound', true]);
    },
  },
  {
    name: 'call: one that somebody removed is logged anew',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const removed = await kit.session().saveCall(ref, callOf(visitor), undefined);
      await kit.account.remove({ call: removed });
      const id = await kit.session().saveCall(ref, callOf(visitor, ENDED), removed);
      assert.notEqual(id, removed);
      same(
        (await kit.account.callsOf(ref)).map((call) => call.id),
        [id],
      );
    },
  },
];
