import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../cli/environment';
import { commandsToTry } from '../../sandbox/commands-to-try';

const FILE = '.jivochat-crm/hubspot.env';

it.each([
  [
    'an emulated CRM',
    true,
    true,
    [`--env-file ${FILE} doctor`, `--env-file ${FILE} send`, `--env-file ${FILE} show`],
  ],
  ['a real account of .env', false, true, [`--env-file .env --env-file ${FILE} doctor`]],
  ['a real account of the environment', false, false, [`--env-file ${FILE} doctor`]],
])('%s: what is printed has the account’s credential', (_case, emulated, hasEnv, begin) => {
  const commands = commandsToTry(FILE, emulated, hasEnv);
  expect(commands).toHaveLength(begin.length);
  for (const [at, command] of commands.entries())
    expect(command).toMatch(new RegExp(`^npm run cli -- ${begin[at]}`));
});

it('of several files the last counts most, and the process’ own variables more', () => {
  const folder = mkdtempSync(join(tmpdir(), 'env-'));
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  writeFileSync(first, 'KEY=secret\nTABLE_NAME=first\nTIME_ZONE=UTC\n');
  writeFileSync(second, 'TABLE_NAME=second\nTIME_ZONE=Europe/Berlin\n');
  expect(readEnvironment({ TIME_ZONE: 'Asia/Jakarta' }, [first, second])).toEqual({
    KEY: 'secret',
    TABLE_NAME: 'second',
    TIME_ZONE: 'Asia/Jakarta',
  });
  rmSync(folder, { recursive: true });
});
