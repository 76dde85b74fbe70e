import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Company } from '../../leads/rules/rule';
import { readCompany, watchCompany } from '../../sandbox/company';

const folder = mkdtempSync(join(tmpdir(), 'company-'));
const path = join(folder, 'own.yml');
const env = { JIVOCHAT_CRM_CONFIG: path };
afterAll(() => rmSync(folder, { recursive: true }));

/** The lines a person sees until one of them is like the pattern. */
function lineLike(pattern: RegExp): Promise<string> {
  return new Promise((resolve) => {
    const look = (text: string) => pattern.test(text) && resolve(text);
    jest.spyOn(console, 'log').mockImplementation(look);
    jest.spyOn(console, 'error').mockImplementation(look);
  });
}

it('npm start reads the file again when it is saved, and keeps the last good one', async () => {
  writeFileSync(path, 'mask: cards');
  expect(await readCompany(env)).toMatchObject({ company: { mask: ['cards'] } });
  const used: Company[] = [];
  const stop = new AbortController();
  watchCompany(env, stop.signal, (company) => used.push(company));
  let said = lineLike(/Not read again/);
  writeFileSync(path, 'mask: card');
  expect(await said).toMatch(/own\.yml:1: .*did you mean cards\?/);
  expect(used).toEqual([]);
  said = lineLike(/Read again/);
  writeFileSync(path, 'mask: [cards, ibans]');
  expect(await said).toMatch(/0 rules/);
  expect(used.at(-1)).toMatchObject({ mask: ['cards', 'ibans'] });
  stop.abort();
});

it('without a file all is as the variables say', async () => {
  expect((await readCompany({})).company.rules).toEqual([]);
});
