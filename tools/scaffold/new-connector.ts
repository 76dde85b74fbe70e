/** `npm run new:connector -- <name> [label]`: a folder, an account file for the kit and a line in the registry. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newConnector } from './connector-files';

const ROOT = join(__dirname, '../..');
const REGISTRY = 'connectors/registry.ts';

function main([name, label]: string[]): void {
  if (!name) throw new Error('Usage: npm run new:connector -- <name> [label]');
  const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
  const sources = { contract: read('connectors/connector.ts'), registry: read(REGISTRY) };
  const { files, registry } = newConnector(name, label ?? name[0]!.toUpperCase() + name.slice(1), sources);
  for (const [file, text] of Object.entries({ ...files, [REGISTRY]: registry })) {
    mkdirSync(dirname(join(ROOT, file)), { recursive: true });
    writeFileSync(join(ROOT, file), text);
    console.log(file);
  }
  const npm = (...args: string[]) => execFileSync('npx', args, { cwd: ROOT, stdio: 'inherit' });
  npm('prettier', '--write', '--log-level', 'warn', ...Object.keys(files));
  npm('tsx', 'tools/generate/run.ts');
  const variable = `${name.toUpperCase()}_ACCESS_TOKEN`;
  console.log(`
Next: set ${variable} in .env, then npm start -- --crm ${name}. Each event is parked with the file that is to be written
for it. docs/adding-a-connector.md says what each method promises; npx jest test/conformance shows what is left.`);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
