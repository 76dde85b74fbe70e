import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SCRIPTS = resolve(__dirname, '../../tools');
const CHANGELOG = `# Changelog

## [Unreleased]

### Added

- Something new.

## [0.1.0] - 2026-11-20

- The first.
`;

/** In the place of `serverless package`. */
const PACKAGER = `
import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('.serverless', { recursive: true });
for (const name of ['webhook', 'retry']) writeFileSync('.serverless/' + name + '.zip', name);
const key = Date.now() + '-' + new Date().toISOString();
writeFileSync('.serverless/cloudformation-template-update-stack.json', JSON.stringify({ S3Key: key + '/webhook.zip' }));
`;

/** Run from a git hook, git would work on the repository of the hook. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));

let repository: string;
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'release-'));
  mkdirSync(join(repository, 'tools'));
  for (const file of ['release.mjs', 'changelog.mjs', 'artefacts.mjs', 'sbom.mjs']) {
    cpSync(join(SCRIPTS, file), join(repository, 'tools', file));
  }
  write('CHANGELOG.md', CHANGELOG);
  const manifest = { name: 'some-project', version: '0.1.0', private: true };
  const scripts = { test: 'node -e "console.log(1)"', package: 'node tools/package.mjs' };
  write('package.json', JSON.stringify({ ...manifest, scripts }));
  write('tools/package.mjs', PACKAGER);
  write('.gitignore', '.serverless/\nrelease/\n');
  write('package-lock.json', JSON.stringify({ ...manifest, lockfileVersion: 3, packages: { '': manifest } }));
  git('init', '--initial-branch', 'main');
  git('config', 'user.name', 'Maintainer');
  git('config', 'user.email', 'maintainer@example.com');
  commit();
});
afterEach(() => rmSync(repository, { recursive: true }));

function write(file: string, text: string) {
  writeFileSync(join(repository, file), text);
}
function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: repository, env, encoding: 'utf8', stdio: 'pipe' }).trim();
}
function commit() {
  git('add', '--all');
  git('commit', '--message', 'Work');
}
function release(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/release.mjs', ...args], {
    cwd: repository,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
const version = (file: string) =>
  (JSON.parse(readFileSync(join(repository, file), 'utf8')) as { version: string }).version;

describe('npm run release', () => {
  it.each([
    ['patch', '0.1.1'],
    ['minor', '0.2.0'],
    ['major', '1.0.0'],
  ])('%s makes %s', (step, expected) => {
    expect(release(step)).toMatchObject({ status: 0, stdout: expect.stringContaining(`v${expected}`) });
    expect([version('package.json'), version('package-lock.json')]).toEqual([expected, expected]);
    expect(git('log', '-1', '--format=%s')).toBe(`Release ${expected}`);
    expect(git('tag', '--list', '--format=%(contents)', `v${expected}`)).toContain('- Something new.');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('leaves zips, template, bill of materials and their checksums, the same whenever they are made', () => {
    release('minor');
    const made = join(repository, 'release/v0.2.0');
    const sums = readFileSync(join(made, 'SHA256SUMS'), 'utf8');
    const named = sums
      .trim()
      .split('\n')
      .map((line) => line.split('  '));
    expect(named.map(([, name]) => name)).toEqual([
      'retry.zip',
      'sbom.cdx.json',
      'template.json',
      'webhook.zip',
    ]);
    for (const [sum, name] of named) {
      expect(
        createHash('sha256')
          .update(readFileSync(join(made, name!)))
          .digest('hex'),
      ).toBe(sum);
    }
    expect(readFileSync(join(made, 'template.json'), 'utf8')).toBe('{"S3Key":"v0.2.0/webhook.zip"}');
    git('reset', '--hard', 'HEAD~1');
    git('tag', '--delete', 'v0.2.0');
    release('minor');
    expect(readFileSync(join(made, 'SHA256SUMS'), 'utf8')).toBe(sums);
  });

  it('moves what was unreleased under the version and its date', () => {
    release('minor');
    const changelog = readFileSync(join(repository, 'CHANGELOG.md'), 'utf8');
    const today = new Date().toISOString().slice(0, 10);
    expect(changelog).toBe(CHANGELOG.replace('## [Unreleased]', `## [Unreleased]\n\n## [0.2.0] - ${today}`));
  });

  it('changes nothing with --dry-run', () => {
    const before = git('rev-parse', 'HEAD');
    expect(release('minor', '--dry-run').stdout).toContain('- Something new.');
    expect(git('rev-parse', 'HEAD')).toBe(before);
    expect(git('status', '--porcelain') + git('tag')).toBe('');
  });

  it.each([
    { case: 'no step', args: [], prepare: () => undefined, says: 'patch|minor|major' },
    {
      case: 'changes that are not committed',
      args: ['patch'],
      prepare: () => write('new', ''),
      says: 'changes',
    },
    {
      case: 'another branch',
      args: ['patch'],
      prepare: () => void git('checkout', '-b', 'work'),
      says: 'you are on work',
    },
    {
      case: 'nothing to release',
      args: ['patch'],
      prepare: () => {
        write('CHANGELOG.md', CHANGELOG.replace('- Something new.', ''));
        commit();
      },
      says: 'nothing under Unreleased',
    },
    {
      case: 'failing tests',
      args: ['patch'],
      prepare: () => {
        write('package.json', '{"name":"x","version":"0.1.0","scripts":{"test":"exit 1"}}');
        commit();
      },
      says: 'npm test',
    },
  ])('refuses $case', ({ args, prepare, says }) => {
    prepare();
    const before = git('rev-parse', 'HEAD');
    expect(release(...args)).toMatchObject({ status: 1, stderr: expect.stringContaining(says) });
    expect(git('rev-parse', 'HEAD')).toBe(before);
    expect(git('tag')).toBe('');
  });
});
