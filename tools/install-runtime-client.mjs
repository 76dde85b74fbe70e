/**
 * Installs AWS' Node runtime client for the tests of the packaged artefact and for the bench, without its install
 * scripts: docs/decisions/0007-the-zip-on-aws-runtime-client.md. Runs after `npm ci`; without network the tests say so.
 */
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../emulators/aws/lambda/runtime-client');
const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];

try {
  execFileSync('npm', ['ci', '--ignore-scripts', '--prefix', folder, ...quiet], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
} catch {
  console.warn(
    'AWS runtime client not installed; tests and bench of the packaged artefact need it: npm run postinstall',
  );
}
