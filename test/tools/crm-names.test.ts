import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { CONNECTOR_NAMES } from '../../connectors/registry';

const ROOT = resolve(__dirname, '../..');
const NAMES = new RegExp(CONNECTOR_NAMES.join('|'), 'i');
/** Where a CRM's name belongs: its own folders, its tests, what people read, and what is made from the declarations. */
const THEIRS = [
  ...CONNECTOR_NAMES.map((name) => `connectors/${name}`),
  'emulators',
  'test',
  'docs',
  // How each CRM is drawn for the docs, and the console over one of them.
  'tools/images/crms',
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'package.json',
  'package-lock.json',
  'deploy/manifest.json',
  'config/file/schema.json',
];
/** Not ours, or made by a build; names that begin with a dot are passed over. */
const NO_SOURCE = ['node_modules', 'dist', 'release', 'coverage'];

function sources(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    const name = relative(ROOT, path).replaceAll('\\', '/');
    if (entry.name.startsWith('.') || NO_SOURCE.includes(name) || THEIRS.includes(name)) return [];
    return entry.isDirectory() ? sources(path) : [name];
  });
}

it('a CRM is named in its own folders and in one line of the registry, and nowhere else', () => {
  const files = sources();
  expect(files.length).toBeGreaterThan(200);
  const found = files.flatMap((file) =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .flatMap((line) => (NAMES.test(line) ? [`${file}: ${line.trim()}`] : [])),
  );
  const registered = CONNECTOR_NAMES.map((name) => `connectors/registry.ts: ${name}: {`);
  expect(found.filter((line) => !registered.some((start) => line.startsWith(start)))).toEqual([]);
  expect(found).toHaveLength(registered.length);
});
