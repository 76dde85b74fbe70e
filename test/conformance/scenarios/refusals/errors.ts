import assert from 'node:assert/strict';
import { isCrmError, type CrmUnavailableError } from '../../../../connectors/errors';
import type { ConnectorSession } from '../../../../connectors/connector';
import type { RecordRef } from '../../../../leads/record';
import type { Kit } from '../../kit';
import { WAIT_SECONDS, type LineFault } from '../../accounts/line-faults';
import type { Scenario } from '../../scenario';
import { conversationOf, talk, type Visitor } from '../../visitor';
import { callOf, taskOf } from '../activities';
import { changes } from '../merge';

/** The reply deadline of a scenario, and how long after it a connector may still be at work. */
const DEADLINE_MS = 150;
const GRACE_MS = 1_000;

type Step = (session: ConnectorSession, ref: RecordRef, visitor: Visitor, kit: Kit) => Promise<unknown>;

/** Everything a connector asks of the CRM. */
const STEPS: Record<string, Step> = {
  find: (session, _ref, { person }) => session.find(person),
  get: (session, ref) => session.get(ref),
  create: (session, _ref, visitor) => session.create(visitor.draft()),
  update: (session, ref, _visitor, kit) =>
    session.update(
      { ref, emails: [], phones: [], open: true, activeAt: 0, leadFields: {}, fields: {} },
      changes({ phones: [kit.phone()] }),
    ),
  findOwners: (session, _ref, _visitor, kit) =>
    session.findOwners([kit.account.users[0].login.toLowerCase()]),
  saveConversation: (session, ref, visitor) =>
    session.saveConversation(ref, conversationOf(visitor, talk(2)), []),
  saveTask: (session, ref, visitor) => session.saveTask(ref, taskOf(visitor)),
  saveCall: (session, ref, visitor) => session.saveCall(ref, callOf(visitor), undefined),
};

const OUTAGES: Partial<Record<LineFault, string>> = {
  down: 'is down',
  'proxy-page': 'is hidden by a proxy’s page',
  garbled: 'answers with something else',
};

export const errorScenarios: Scenario[] = [
  ...Object.entries(OUTAGES).map(([fault, what]): Scenario => ({
    name: `error: the CRM ${what}: every step says that trying again can help`,
    needs: ['faults'],
    run: (kit) => everyStep(kit, fault as LineFault, isUnavailable),
  })),
  {
    name: 'error: the CRM does not answer: every step ends at the deadline',
    needs: ['faults'],
    run: (kit) =>
      everyStep(kit, 'silent', (error, ms) => {
        isUnavailable(error);
        assert(ms < DEADLINE_MS + GRACE_MS, `ended ${Math.round(ms)} ms after its start`);
      }),
  },
  {
    name: 'error: a deadline that is over sends nothing',
    async run(kit) {
      const { ref } = await kit.lead();
      const session = kit.session({ signal: AbortSignal.abort() });
      const requests = await kit.requestsOf(async () => isUnavailable(await failure(session.get(ref))));
      assert.equal(requests, 0);
    },
  },
  {
    name: 'error: how long the CRM asks to wait is passed on',
    needs: ['faults', 'retryAfter'],
    run: (kit) =>
      everyStep(kit, 'wait', (error) => {
        isUnavailable(error);
        assert.equal(error.retryAfterMs, WAIT_SECONDS * 1000);
      }),
  },
  {
    name: 'error: a write whose answer was lost may have happened',
    needs: ['faults'],
    async run(kit) {
      const visitor = kit.visitor();
      kit.account.faults!.next('lost-answer');
      const error = await failure(kit.session().create(visitor.draft()));
      isUnavailable(error);
      assert.equal(error.outcomeUnknown, true);
      assert.equal((await kit.peopleOf(visitor)).length, 1);
    },
  },
  {
    name: 'error: a wrong credential is for a person to mend, and the error says how',
    async run(kit) {
      const visitor = kit.visitor();
      const locked = await kit.restarted({}, kit.account.wrongCredential);
      const error = await failure(locked.session().find(visitor.person));
      assert(isCrmError(error) && error.name === 'CrmRefusedError', String(error));
      const { retryable, remedy } = error;
      assert.equal(retryable, false);
      assert(remedy.length > 10, 'the error says what to do');
      for (const secret of Object.values(kit.account.wrongCredential)) {
        if (secret) assert(!`${error.message} ${remedy}`.includes(secret), 'no error holds a secret');
      }
    },
  },
  {
    name: 'error: after an outage the same session goes on',
    needs: ['faults'],
    async run(kit) {
      const visitor = kit.visitor();
      const session = kit.session();
      kit.account.faults!.next('down');
      isUnavailable(await failure(session.create(visitor.draft())));
      kit.account.faults!.clear();
      assert.equal((await session.create(visitor.draft())).outcome, 'created');
    },
  },
];

/** Runs every step under the fault, each in a process that knows nothing yet; none may tell who is written about. */
async function everyStep(
  kit: Kit,
  fault: LineFault,
  check: (error: Error, ms: number) => void,
): Promise<void> {
  const { ref } = await kit.lead();
  const fresh = await Promise.all(Object.values(STEPS).map(() => kit.restarted()));
  kit.account.faults!.next(fault);
  await Promise.all(
    Object.entries(STEPS).map(async ([name, step], index) => {
      const visitor = kit.visitor({ phone: kit.phone() });
      const signal = fault === 'silent' ? AbortSignal.timeout(DEADLINE_MS) : undefined;
      const began = performance.now();
      const error = await failure(step(fresh[index]!.session({ signal }), ref, visitor, kit));
      const ms = performance.now() - began;
      explained(name, error, () => check(error, ms));
      const told = `${error.message} ${JSON.stringify(error)}`;
      for (const word of [visitor.tag, visitor.person.phone!.national]) {
        assert(!told.includes(word), `the error of ${name} holds personal data`);
      }
    }),
  );
}

function explained(step: string, error: Error, check: () => void): void {
  try {
    check();
  } catch (problem) {
    assert.fail(`${step}: ${(problem as Error).message} (${String(error)})`);
  }
}

export async function failure(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    assert(error instanceof Error);
    return error;
  }
  assert.fail('nothing was thrown');
}

/** By name, as the callers decide: a connector may be bundled with its own copy of the classes. */
export function isUnavailable(error: Error): asserts error is CrmUnavailableError {
  assert(isCrmError(error), `an error that says whether to try again, not ${String(error)}`);
  assert.equal(error.name, 'CrmUnavailableError', String(error));
  assert.equal(error.retryable, true);
}
