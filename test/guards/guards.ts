/** One thing that keeps events from being lost or doubled, how it is taken out, and the test that notices. */
export interface Guard {
  name: string;
  file: string;
  /** Stands exactly once in the file. */
  text: string;
  /** In its place: the code without the guard. */
  without: string;
  test: { file: string; name: string };
}

export const GUARDS: readonly Guard[] = [
  {
    name: 'idempotency key',
    file: 'store/inbox/inbox.ts',
    text: "condition: `attribute_not_exists(pk)${over ? ' OR doneAt = :doneAt' : ''}`,",
    without: "condition: `attribute_not_exists(nothing)${over ? ' OR doneAt = :doneAt' : ''}`,",
    test: { file: 'test/e2e/hubspot/known-visitor', name: 'the same event again costs no request' },
  },
  {
    name: 'keep before anything else',
    file: 'sync/live.ts',
    text: '[kept, acquired] = await keep(run, received.raw);',
    without:
      "[kept, acquired] = await keep({ ...run, deps: { ...run.deps, store: { ...run.deps.store, inbox: { ...run.deps.store.inbox, keep: () => Promise.resolve({ state: 'claimed', attempts: 1, suspectFailures: 0, receivedAt: run.receivedAt, takenOver: false }) } as never } } }, received.raw);",
    test: { file: 'test/e2e/hubspot/crm-down', name: 'because it is down' },
  },
  {
    name: 'an event in work falls due by itself',
    file: 'store/inbox/inbox.ts',
    text: '      dueAt: leaseUntil,',
    without: '      dueAt: Number.MAX_SAFE_INTEGER,',
    test: { file: 'test/store/inbox', name: 'falls due by itself' },
  },
  {
    name: 'lease of the event',
    file: 'store/inbox/inbox.ts',
    text: "'((attribute_not_exists(leaseOwner) OR leaseUntil <= :now) AND dueAt <= :dueBy))',",
    without: "'(leaseOwner <> :now AND :dueBy > :now) OR attribute_exists(pk))',",
    test: { file: 'test/store/inbox', name: 'is claimed by one worker only' },
  },
  {
    name: 'lease of chat and person',
    file: 'store/links.ts',
    text: "condition: 'attribute_not_exists(leaseOwner) OR leaseUntil <= :now OR leaseOwner = :owner',",
    without: "condition: 'attribute_not_exists(nothing) OR leaseUntil <= :now OR leaseOwner = :owner',",
    test: { file: 'test/store/links', name: 'lets one of 32 that come at once have it' },
  },
  {
    name: 'fencing',
    file: 'store/errors.ts',
    text: "export const HELD_BY_OWNER = 'leaseOwner = :owner OR lastOwner = :owner';",
    without: "export const HELD_BY_OWNER = 'attribute_not_exists(nothing) OR lastOwner = :owner';",
    test: { file: 'test/store', name: 'fencing keeps a holder whose lease was taken over' },
  },
  {
    name: 'several rows in one request only while they are surely held',
    file: 'store/links.ts',
    text: 'now + LEASE_LEFT_MS <= replaceableUntil;',
    without: 'now <= replaceableUntil + Infinity;',
    test: { file: 'test/store/links-together', name: 'when a lease' },
  },
  {
    name: 'several rows in one request only while the process surely goes on',
    file: 'store/links.ts',
    text: 'now + PUT_MS <= by &&',
    without: 'now <= by + Infinity &&',
    test: { file: 'test/store/links-together', name: 'when the process may be stopped' },
  },
  {
    name: 'no row of another version is replaced',
    file: 'store/links.ts',
    text: '...(isKnown && { replaceableUntil: now + leaseMs })',
    without: '...((isKnown || !isKnown) && { replaceableUntil: now + leaseMs })',
    test: { file: 'test/store/links-together', name: 'what another version wrote' },
  },
  {
    name: 'rows stay held after one request of which nobody knows',
    file: 'store/links.ts',
    text: 'if (!isRefusal(error)) this.#keepHeld(links, now);',
    without: 'if (!isRefusal(error) && !links) this.#keepHeld(links, now);',
    test: { file: 'test/store/links-together', name: 'what arrives late overwrites nobody' },
  },
  {
    name: 'what knows no conditions is asked once',
    file: 'store/dynamodb/short-way.ts',
    text: 'if (operation === ONCE) throw failureOf(type, message, $metadata);',
    without: 'if (operation === `${ONCE} `) throw failureOf(type, message, $metadata);',
    test: { file: 'test/store/dynamodb/short-way', name: 'a batch of writes once' },
  },
  {
    name: 'look before repeat',
    file: 'sync/process.ts',
    text: 'const session = connector.open({ signal, inDoubt, log: deps.log, words, pace });',
    without:
      'const session = connector.open({ signal, inDoubt: inDoubt && false, log: deps.log, words, pace });',
    test: { file: 'test/e2e/hubspot/crm-down', name: 'although the note was made \\(reset-after\\)' },
  },
  {
    name: 'in doubt beyond the attempt',
    file: 'sync/process.ts',
    text: 'const unknown = outcomeUnknown(error);',
    without: 'const unknown = outcomeUnknown(error) && false;',
    test: { file: 'test/faults/in-doubt', name: 'the next event of the chat looks for it' },
  },
  {
    name: 'in doubt beyond other events',
    file: 'sync/process.ts',
    text: 'clearInDoubt(progress.state, eventKey);',
    without: 'progress.state.inDoubt = [];',
    test: { file: 'test/faults/in-doubt', name: 'an event in between was done' },
  },
  {
    name: 'waiting for the search',
    file: 'connectors/hubspot/records/leads.ts',
    text: 'if (retryAfterMs <= 0) return;',
    without: 'if (retryAfterMs <= Infinity) return;',
    test: { file: 'test/faults/in-doubt', name: 'waits until the search shows it' },
  },
  {
    name: 'back-off',
    file: 'sync/failure/back-off.ts',
    text: 'const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempts - 1, 20));',
    without: 'const ceiling = Math.min(CAP_MS, BASE_MS * Math.min(attempts, 0));',
    test: { file: 'test/e2e/hubspot/crm-down', name: 'because it is down' },
  },
  {
    name: 'Retry-After',
    file: 'sync/failure/handle-failure.ts',
    text: 'return retryDelay(attempts, random(), retryAfter(error));',
    without: 'return retryDelay(attempts, random(), 0 * (retryAfter(error) ?? 0));',
    test: { file: 'test/faults/in-doubt', name: 'Retry-After is honoured up to an hour' },
  },
  {
    name: 'parking after three days',
    file: 'sync/failure/handle-failure.ts',
    text: 'return now - receivedAt > GIVE_UP_AFTER_MS;',
    without: 'return now - receivedAt > GIVE_UP_AFTER_MS * Infinity;',
    test: { file: 'test/sync/worker', name: 'failed for three days is parked' },
  },
  {
    name: 'parking of what stops the worker',
    file: 'sync/worker.ts',
    text: 'if (row.takenOver && suspectFailures >= MAX_SUSPECT_FAILURES)',
    without: 'if (row.takenOver && suspectFailures >= Infinity)',
    test: { file: 'test/e2e/poison', name: 'whose worker dies every time' },
  },
  {
    name: 'circuit breaker',
    file: 'sync/health/circuit-breaker.ts',
    text: "if (failures < OPEN_AFTER) return { state: 'closed' };",
    without: "if (failures < Infinity) return { state: 'closed' };",
    test: { file: 'test/sync/worker', name: 'a CRM that is down is asked by nobody' },
  },
  {
    name: 'one probe',
    file: 'sync/health/circuit-breaker.ts',
    text: 'if (await this.#takesProbe()) return;',
    without: 'if ((await this.#takesProbe()) || true) return;',
    test: { file: 'test/sync/worker', name: 'probed by one of many instances' },
  },
  {
    name: 'request allowance',
    file: 'sync/health/rate-limiter.ts',
    text: '(scope, signal) => this.#turn(scope, signal),',
    without: '(scope, signal) => (signal.aborted ? this.#turn(scope, signal) : Promise.resolve()),',
    test: { file: 'test/sync/health/rate-limiter', name: 'no window holds more than the limit' },
  },
  {
    name: 'pauses the CRM asked for',
    file: 'sync/worker.ts',
    text: 'const waitsUntil = Math.max(this.#deps.now(), limiter.pausedUntil);',
    without: 'const waitsUntil = Math.max(this.#deps.now(), limiter.pausedUntil * 0);',
    test: { file: 'test/sync/worker', name: 'left alone by the worker for as long as it asked' },
  },
  {
    name: 'deadline',
    file: 'sync/live.ts',
    text: 'const timer = setTimeout(() => controller.abort(), Math.max(0, waitUntil - deps.now()));',
    without: 'const timer = setTimeout(() => controller.signal, Math.max(0, waitUntil - deps.now()));',
    test: { file: 'test/faults/in-doubt', name: 'requests still out at the deadline are ended' },
  },
  {
    name: 'a late event replaces nothing',
    file: 'sync/steps/written-values.ts',
    text: 'late: receivedAt < Math.max(state.newestAt, ...ours.map((value) => value?.at ?? 0)),',
    without: 'late: receivedAt < -Infinity,',
    test: { file: 'test/faults/order', name: 'worked off after a newer one' },
  },
  {
    name: 'to the CRM at once when the table is away',
    file: 'sync/live.ts',
    text: 'return processUnstored(run, error);',
    without: 'if (run) throw error;\n    return processUnstored(run, error);',
    test: { file: 'test/faults/in-doubt', name: 'the table is away' },
  },
  {
    name: 'the round goes on',
    file: 'sync/worker.ts',
    text: "return { ended: 'failed', crmFailed: false };",
    without: 'throw error;',
    test: { file: 'test/handlers/log', name: 'the others are done in the same round' },
  },
  {
    name: 'a kept event is never refused',
    file: 'handlers/webhook.ts',
    text: 'if (isKept) {\n      deps',
    without: 'if (isKept && !deps) {\n      deps',
    test: { file: 'test/handlers/log', name: 'a kept event that fails in an unforeseen way' },
  },
];
