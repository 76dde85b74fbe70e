import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './files';

/** `npm run generate`: writes what is derived from the declarations; says which files changed. */
async function run(): Promise<void> {
  const root = join(__dirname, '../..');
  for (const [path, text] of await generatedFiles(root)) {
    const file = join(root, path);
    if (readFileSync(file, { encoding: 'utf8', flag: 'a+' }) === text) continue;
    writeFileSync(file, text);
    console.log(`written: ${path}`);
  }
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
