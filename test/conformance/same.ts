import assert from 'node:assert/strict';

/**
 * Equal as JSON: a member that is undefined is one that is not there, and a list is a list, whichever realm made it
 * (what Node's own fetch parses is of another realm than a test's).
 * @throws AssertionError
 */
export function same(actual: unknown, expected: unknown, message?: string): void {
  assert.deepEqual(plain(actual), plain(expected), message);
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
