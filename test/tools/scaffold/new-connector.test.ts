import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { newConnector } from '../../../tools/scaffold/connector-files';

const ROOT = resolve(__dirname, '../../..');
const MEMORY = join(ROOT, 'test/conformance/memory-crm');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const SOURCES = { contract: read('connectors/connector.ts'), registry: read('connectors/registry.ts') };

const made = newConnector('acme', "Acme's CRM", SOURCES);
const exportsOf = (text: string) =>
  [...text.matchAll(/^export (?:async )?(?:function|const|interface|type) (\w+)/gm)].map(([, name]) => name!);

it('type-checks as it is made', () => {
  const virtual = new Map(
    Object.entries({ ...made.files, 'connectors/registry.ts': made.registry }).map(([file, text]) => [
      join(ROOT, file),
      text,
    ]),
  );
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const real = ts.createCompilerHost(options);
  host.fileExists = (file) => virtual.has(file) || real.fileExists(file);
  host.readFile = (file) => virtual.get(file) ?? real.readFile(file);
  host.directoryExists = (folder) =>
    [...virtual.keys()].some((file) => file.startsWith(`${folder}/`)) || existsSync(folder);
  host.getSourceFile = (file, language, ...rest) => {
    const text = virtual.get(file);
    return text === undefined
      ? real.getSourceFile(file, language, ...rest)
      : ts.createSourceFile(file, text, language);
  };
  const program = ts.createProgram([...virtual.keys()], { ...options, noEmit: true }, host);
  const told = [...virtual.keys()].flatMap((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  );
  expect(told).toEqual([]);
}, 60_000);

it('has its line in the registry', () => {
  expect(made.registry).toMatch(/\n {2}acme: \{ definition: .*\},\n\};\n/);
  expect(made.registry.length).toBeGreaterThan(SOURCES.registry.length);
});

it('says in each file what the interface promises', () => {
  const all = Object.values(made.files).join('\n');
  expect(all).not.toMatch(/__\w+__/);
  expect(made.files['connectors/acme/records/people.ts']).toContain('undefined when it is gone');
});

it('the connector of the tests is what it makes, filled in', () => {
  const memory = newConnector('memory', 'Memory CRM', SOURCES).files;
  const files = Object.entries(memory).flatMap(([file, text]) => {
    const inFolder = file.replace('connectors/memory/', '');
    const isFilledIn = inFolder !== file && !/admin|not-written/.test(inFolder);
    return isFilledIn ? [[inFolder, text] as const] : [];
  });
  for (const [file, text] of files) {
    const filled = readFileSync(join(MEMORY, file), 'utf8');
    expect([file, exportsOf(filled)]).toEqual([file, expect.arrayContaining(exportsOf(text))]);
  }
  const folders = new Set(files.map(([file]) => dirname(file)));
  const present = readdirSync(MEMORY, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(present.filter(({ name }) => !folders.has(name))).toEqual([]);
});

it.each([['hubspot'], ['Acme'], ['a-b'], ['']])('%j is no name of a new one', (name) => {
  expect(() => newConnector(name, 'Acme', SOURCES)).toThrow(/there is one already|lower-case letters/);
});
