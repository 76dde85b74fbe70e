/**
 * `npm run release -- patch|minor|major [--dry-run]`: tests what is committed, packages it (`release/<tag>`: zips,
 * template, bill of materials, checksums), moves the changelog's Unreleased under the new version, sets the version,
 * commits and tags. Zips and template also replace those of the release before in `test/deploy/released`. Pushing stays with you.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keepForUpgrade, makeArtefacts } from './artefacts.mjs';
import { ChangelogError, releaseChangelog } from './changelog.mjs';

const BRANCH = 'main';
/** Whose template is published. */
const STAGE = 'prod';
/** The upgrade's test begins with what is kept there. */
const KEPT = 'test/deploy/released';
const STEPS = ['patch', 'minor', 'major'];

/** Why no release is made, in words for the person who asked for it. */
class ReleaseError extends Error {}

function run(command, args, stdio = 'pipe') {
  return execFileSync(command, args, { encoding: 'utf8', stdio })?.trim();
}

function nextVersion(version, step) {
  const [major, minor, patch] = version.split('.').map(Number);
  if (step === 'major') return `${major + 1}.0.0`;
  return step === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

function checkRepository(tag) {
  const branch = run('git', ['branch', '--show-current']);
  if (branch !== BRANCH) throw new ReleaseError(`you are on ${branch}; releases are made on ${BRANCH}`);
  if (run('git', ['status', '--porcelain']))
    throw new ReleaseError('the tree has changes; commit them first');
  if (run('git', ['tag', '--list', tag])) throw new ReleaseError(`${tag} exists already`);
}

function release() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false } },
  });
  const [step] = positionals;
  if (positionals.length !== 1 || !STEPS.includes(step)) {
    throw new ReleaseError(`say which part of the version goes up: npm run release -- ${STEPS.join('|')}`);
  }
  const version = nextVersion(JSON.parse(readFileSync('package.json', 'utf8')).version, step);
  const tag = `v${version}`;
  checkRepository(tag);
  const date = new Date().toISOString().slice(0, 10);
  const changelog = releaseChangelog(readFileSync('CHANGELOG.md', 'utf8'), version, date);
  run('npm', ['test'], 'inherit');
  if (values['dry-run']) {
    console.log(`Would release ${tag}:\n\n${changelog.notes}`);
    return;
  }
  run('npm', ['run', 'package', '--', '--stage', STAGE], 'inherit');
  const into = join('release', tag);
  const files = makeArtefacts({ packaged: '.serverless', lockFile: 'package-lock.json', version, into });
  keepForUpgrade({ from: into, into: KEPT });
  writeFileSync('CHANGELOG.md', changelog.text);
  run('npm', ['version', version, '--no-git-tag-version', '--ignore-scripts']);
  run('git', ['add', 'CHANGELOG.md', 'package.json', 'package-lock.json', KEPT]);
  run('git', ['commit', '--message', `Release ${version}`]);
  run('git', ['tag', '--annotate', tag, '--message', `${tag}\n\n${changelog.notes}`]);
  console.log(`Released ${tag}. Now: git push --follow-tags, and publish ${files.join(', ')} of ${into}.`);
}

try {
  release();
} catch (error) {
  const told = error instanceof ReleaseError || error instanceof ChangelogError;
  console.error(told ? `No release: ${error.message}.` : (error.message ?? error));
  process.exitCode = 1;
}
