import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** file, import, may it? */
const CASES: [string, string, boolean][] = [
  ['text/html.ts', '../jivochat/event', false],
  ['text/html.ts', './plain-text', true],
  ['jivochat/event.ts', '../text/html', true],
  ['jivochat/event.ts', '../leads/title', false],
  ['jivochat/event.ts', '@aws-sdk/client-dynamodb', false],
  ['leads/title.ts', '../store/store', false],
  ['leads/title.ts', 'node:fs', false],
  ['leads/title.ts', '../jivochat/event', true],
  ['connectors/hubspot/index.ts', '../../store/store', false],
  ['connectors/hubspot/index.ts', '../../sync/work', false],
  ['connectors/hubspot/index.ts', '@aws-sdk/client-dynamodb', false],
  ['connectors/hubspot/index.ts', '../../leads/lead', true],
  ['store/store.ts', '../connectors/connector', false],
  ['config/secrets.ts', '@aws-sdk/client-ssm', false],
  ['config/secrets.ts', '@smithy/signature-v4', false],
  ['sync/process.ts', '../handlers/deps', false],
  ['sync/process.ts', '../connectors/connector', true],
  ['sync/process.ts', '../store/store', true],
  ['handlers/deps.ts', '../sandbox/start', false],
  ['handlers/deps.ts', '../test/world/world', false],
  ['handlers/deps.ts', '../sync/context', true],
  ['cli/program.ts', '../sandbox/start', false],
  ['cli/program.ts', '../store/store', true],
  ['cli/program.ts', '../emulators/aws/server', false],
  ['emulators/aws/listen.ts', '../../store/store', false],
  ['emulators/aws/listen.ts', '../../sandbox/dynamodb', false],
  ['emulators/aws/listen.ts', './ssm/server', true],
];

/** The rule as the configuration has it for each file, alone: no types are made for it. */
const CHILD = `
import { ESLint, Linter } from 'eslint';
const RULE = 'no-restricted-imports';
const eslint = new ESLint();
const refused = [];
for (const [filename, imported] of JSON.parse(process.argv[1])) {
  const { rules } = await eslint.calculateConfigForFile(filename);
  const config = [{ files: ['**/*.ts'], rules: { [RULE]: rules[RULE] ?? 'off' } }];
  const messages = new Linter().verify(\`import '\${imported}';\\n\`, config, { filename });
  refused.push(messages.some(({ ruleId }) => ruleId === RULE));
}
process.stdout.write(JSON.stringify(refused));
`;

let refused: boolean[];
beforeAll(() => {
  const args = ['--input-type=module', '-e', CHILD, JSON.stringify(CASES)];
  const output = execFileSync(process.execPath, args, { cwd: resolve(__dirname, '..'), encoding: 'utf8' });
  refused = JSON.parse(output) as boolean[];
}, 60_000);

describe('imports run one way', () => {
  it.each(CASES.map(([file, imported, allowed], index) => ({ file, imported, allowed, index })))(
    '$file imports $imported: $allowed',
    ({ allowed, index }) => expect(refused[index]).toBe(!allowed),
  );
});

describe('import circles', () => {
  const ROOT = resolve(__dirname, '..');
  const folder = mkdtempSync(join(tmpdir(), 'circle-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('fail the lint, type-only ones included, and they alone', () => {
    const files = {
      'tsconfig.json': '{}',
      'one.ts': "import type { Two } from './two';\nexport type One = Two | 1;\n",
      'two.ts': "import type { One } from './one';\nexport type Two = One[];\n",
      'three.ts': "import type { Two } from './two';\nexport type Three = Two | 3;\n",
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const config = join(ROOT, '.dependency-cruiser.cjs');
    const tool = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = [tool, '--config', config, '--output-type', 'err', '.'];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    expect(stdout).toContain('no-circular: one.ts');
    expect(stdout).not.toContain('three.ts');
    expect(status).not.toBe(0);
  });
});

it('a folder has at most 15 files of code side by side', () => {
  const made = ['node_modules', 'dist', 'coverage', '.serverless', '.jivochat-crm'];
  const exclude = (path: string) => made.some((name) => path.split('/').includes(name));
  const files = globSync('**/*.{ts,tsx,cjs,mjs}', { cwd: resolve(__dirname, '..'), exclude });
  const folders = Object.entries(Object.groupBy(files, dirname));
  expect(folders.length).toBeGreaterThan(50);
  expect(folders.filter(([, side]) => side!.length > 15)).toEqual([]);
});
