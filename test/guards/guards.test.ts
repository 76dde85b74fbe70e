import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GUARDS } from './guards';

const ROOT = resolve(__dirname, '../..');
const reliability = readFileSync(join(ROOT, 'docs/reliability.md'), 'utf8');

/** `npm run test:guards` takes each out and runs its test; here only that the list is not out of date. */
describe.each(GUARDS.map((guard) => [guard.name, guard] as const))('%s', (name, { file, text, test }) => {
  it('can be taken out', () => {
    expect(readFileSync(join(ROOT, file), 'utf8').split(text)).toHaveLength(2);
  });

  it('has a test, and is documented', () => {
    const path = join(ROOT, test.file);
    expect(existsSync(path) || existsSync(`${path}.test.ts`)).toBe(true);
    expect(reliability).toContain(`| ${name} |`);
  });
});
