import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageService, ROOT } from '../../sandbox/deployment/package-service';

const played = process.env.ALL_DEPLOY ? it : it.skip;

async function checksums(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  await packageService('prod', join(folder, 'packaged'));
  const script = `
    import { makeArtefacts } from './tools/artefacts.mjs';
    const [packaged, into] = process.argv.slice(1);
    makeArtefacts({ packaged, lockFile: 'package-lock.json', version: '1.2.3', into });`;
  const args = ['--input-type=module', '-e', script, join(folder, 'packaged'), join(folder, 'made')];
  execFileSync(process.execPath, args, { cwd: ROOT });
  const sums = readFileSync(join(folder, 'made/SHA256SUMS'), 'utf8');
  rmSync(folder, { recursive: true });
  return sums;
}

played(
  'a release is the same to the byte whenever it is made',
  async () => {
    const first = await checksums();
    expect(first.trim().split('\n')).toHaveLength(4);
    expect(await checksums()).toBe(first);
  },
  180_000,
);
