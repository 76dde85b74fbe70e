import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployment, Ran } from '../../sandbox/deployment/deployment';
import { ROOT, SERVERLESS } from '../../sandbox/deployment/package-service';

/** The shell commands of a page, block by block. */
export function blocksOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block!);
}

/**
 * Commands a page may use, as they are on a machine where the repository is: `npm test` would begin this test again, git
 * has nothing to fetch, and where a command asks, a person says yes.
 */
const COMMANDS: Readonly<Record<string, string>> = {
  git: 'exit 0',
  openssl: `exec node -e 'console.log(require("node:crypto").randomBytes(Number(process.argv[1])).toString("hex"))' "$3"`,
  aws: `exec \${AWS_CLI:-node "${join(ROOT, 'test/deploy/aws-cli.cjs')}"} "$@"`,
  npx: `[ "$1" = serverless ] || { echo "npx $1 is not played" >&2; exit 127; }
shift; exec node "${SERVERLESS}" "$@"`,
  npm: `case "$1 $2" in
  "ci "|"test ") exit 0 ;;
  "run package") shift 3; exec node "${SERVERLESS}" package "$@" ;;
  "run deploy") shift 3; exec node "${SERVERLESS}" deploy "$@" ;;
  "run cli") shift 3
    case " $* " in *" setup "*|*" token retire "*) set -- "$@" --yes ;; esac
    exec node "${join(ROOT, 'dist/cli.js')}" "$@" ;;
  *) echo "npm $* is not played" >&2; exit 127 ;;
esac`,
};

/** Plays blocks in one shell, stopping at the first command that fails. @param typed what a person types, line by line. */
export function playBlocks(
  deployment: Deployment,
  blocks: readonly string[],
  typed: readonly string[],
): Promise<Ran> {
  const bin = join(deployment.folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(COMMANDS)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  symlinkSync('.', join(deployment.folder, 'jivochat-crm'));
  writeFileSync(join(deployment.folder, 'typed'), typed.map((line) => `${line}\n`).join(''));
  const script = blocks.map((block, at) => `echo "=== block ${at + 1}"\n${block}`).join('\n');
  writeFileSync(
    join(deployment.folder, 'page.sh'),
    `set -euo pipefail\nPATH="${bin}:$PATH"\nexec <typed\n${script}`,
  );
  return deployment.run('bash', ['page.sh']);
}
