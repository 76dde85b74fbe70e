/**
 * Bundles the Lambda handlers and, apart from them, each connector: an event loads no other CRM's code. The
 * command line is a bundle of its own that goes into no zip.
 * CommonJS because `require` of a bundle loads faster than `import`; `module` first in mainFields because it halves the AWS SDK.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { sdkStandIns } from './bundle/sdk-stand-ins.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

const connectors = readdirSync(join(root, 'connectors'), { withFileTypes: true })
  .filter((entry) => existsSync(join(root, 'connectors', entry.name, 'index.ts')))
  .map((entry) => entry.name);

const languages = readdirSync(join(root, 'text/languages'))
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => /^[a-z]{2}(-[a-z]{2})?$/.test(name));
const lookups = ['device', 'disposable', 'freemail', 'numbers'];

/**
 * What a file imports when it is needed becomes `require` of a bundle beside the handler's: only what an event, the settings
 * or the company's file ask for is loaded, and what only an administrator's commands load stays out.
 * @param {RegExp} imports those of them
 * @param {(path: string) => string} bundleOf the bundle's name by the import's path
 */
const apart = (file, imports, bundleOf) => ({
  name: `apart-from-${file}`,
  setup({ onResolve }) {
    onResolve({ filter: imports }, ({ path, importer }) =>
      importer.endsWith(join(file)) ? { path: `./${bundleOf(path.slice(2))}.js`, external: true } : undefined,
    );
  },
});
const bundlesApart = [
  apart('connectors/registry.ts', /^\.\/[a-z0-9-]+\/(index|definition|admin\/index)$/, (path) =>
    path.replaceAll('/', '-').replace(/-index$/, ''),
  ),
  apart('text/languages/load.ts', /^\.\/[a-z]{2}(-[a-z]{2})?$/, (language) => `words-${language}`),
  apart(
    'handlers/lookups/lookups.ts',
    new RegExp(`^\\./(${lookups.join('|')})$`),
    (name) => `lookup-${name}`,
  ),
];

/**
 * The rules of all countries' phone numbers become a file of their own, loaded with the first number: `require('./phone-numbers.js')`.
 * They are a fifth of what an event's start would compile, and connectors need them as well.
 */
const phoneNumbersApart = {
  name: 'phone-numbers-apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^libphonenumber-js\/min$/ }, () => ({ path: 'later', namespace: 'phone-numbers' }));
    onLoad({ filter: /^later$/, namespace: 'phone-numbers' }, () => ({
      contents: ['parsePhoneNumberFromString', 'isSupportedCountry']
        .map(
          (name) => `export const ${name} = (...given) => require('./phone-numbers.js').${name}(...given);`,
        )
        .join('\n'),
      resolveDir: root,
    }));
    onResolve({ filter: /^\.\/phone-numbers\.js$/ }, ({ path }) => ({ path, external: true }));
  },
};
/** As a text that is parsed, which takes a fifth of the time its compiling takes. */
const phoneMetadata = {
  name: 'phone-metadata',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]libphonenumber-js[\\/]metadata\.min\.json\.js$/ }, ({ path }) => {
      const metadata = JSON.stringify(JSON.parse(readFileSync(path.replace(/\.js$/, ''), 'utf8')));
      return { contents: `export default JSON.parse(${JSON.stringify(metadata)});`, loader: 'js' };
    });
  },
};

/**
 * What the CRMs' own clients bring and none of our requests uses: `connectors/<crm>/api/stand-ins/stand-ins.json` says which
 * file takes the place of which package.
 */
const standIns = Object.fromEntries(connectors.flatMap(standInsOf));

function standInsOf(name) {
  const folder = join(root, 'connectors', name, 'api/stand-ins');
  const list = join(folder, 'stand-ins.json');
  if (!existsSync(list)) return [];
  return Object.entries(JSON.parse(readFileSync(list, 'utf8'))).map(([of, file]) => [of, join(folder, file)]);
}

/** The company's own rules, compiled: they stand in the bundle as data, and no YAML is read on an event's way. */
function companyFile(compiled) {
  return {
    name: 'company-file',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]config[\\/]file[\\/]bundled\.ts$/ }, () => ({
        contents: `export const BUNDLED_COMPANY = ${JSON.stringify(compiled?.company) ?? 'undefined'};`,
        loader: 'js',
      }));
    },
  };
}

/** @returns undefined where the company has no file. */
function compileCompany() {
  const named = process.env.JIVOCHAT_CRM_CONFIG?.trim();
  if (!named && !existsSync(join(root, 'jivochat-crm.yml'))) return undefined;
  const cli = join(dist, 'cli.js');
  const result = spawnSync(process.execPath, [cli, 'config', 'compile'], { cwd: root, encoding: 'utf8' });
  if (result.status !== 0) {
    process.stderr.write(result.stderr || result.stdout);
    process.exit(1);
  }
  writeFileSync(join(dist, 'company.json'), result.stdout);
  return JSON.parse(result.stdout);
}

rmSync(dist, { recursive: true, force: true });
const common = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  charset: 'utf8',
  alias: standIns,
  logLevel: 'warning',
};
await build({
  ...common,
  entryPoints: { cli: 'cli/main.ts' },
  banner: { js: '#!/usr/bin/env node' },
});
await build({
  ...common,
  stdin: {
    contents: "export { parsePhoneNumberFromString, isSupportedCountry } from 'libphonenumber-js/min';",
    resolveDir: root,
    sourcefile: 'phone-numbers.js',
  },
  outdir: undefined,
  outfile: join(dist, 'phone-numbers.js'),
  plugins: [phoneMetadata],
});
const result = await build({
  ...common,
  alias: {
    ...standIns,
    '@aws-sdk/credential-provider-node': join(root, 'store/dynamodb/environment-credentials.ts'),
  },
  entryPoints: {
    webhook: 'handlers/webhook.ts',
    retry: 'handlers/retry.ts',
    ...Object.fromEntries(connectors.map((name) => [name, `connectors/${name}/index.ts`])),
    ...Object.fromEntries(languages.map((name) => [`words-${name}`, `text/languages/${name}.ts`])),
    ...Object.fromEntries(lookups.map((name) => [`lookup-${name}`, `handlers/lookups/${name}.ts`])),
  },
  plugins: [...bundlesApart, phoneNumbersApart, sdkStandIns, companyFile(compileCompany())],
  metafile: true,
});
chmodSync(join(dist, 'cli.js'), 0o755);
writeFileSync(join(dist, 'meta.json'), JSON.stringify(result.metafile));

for (const file of readdirSync(dist).filter((name) => name.endsWith('.js'))) {
  console.log(`dist/${file}  ${Math.round(statSync(join(dist, file)).size / 1024)} KB`);
}
