import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { scripts } from '../package.json';
import { unknownCommands } from './cli/known-commands';

const ROOT = resolve(__dirname, '..');
const PAGES = ['.', 'docs', 'docs/connectors', 'docs/decisions']
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(folder, name)))
  .filter((file) => file.endsWith('.md'));
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

/** As GitHub makes an anchor of a heading. */
function anchors(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(PAGES)('%s', (page) => {
  it('links to files and sections that exist', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)]+))?\)/g)];
    const broken = links.filter(([, path, anchor]) => {
      const target = path ? join(dirname(page), path) : page;
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchors(target).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const named = [...read(page).matchAll(/npm run ([a-z:]+)/g)].map(([, script]) => script!);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

it('name commands that exist', async () => {
  const { named, unknown } = await unknownCommands(PAGES.map(read).join('\n'));
  expect(named).toBeGreaterThan(2);
  expect(unknown).toEqual([]);
});

it('the picture of the way names the functions that call each other, from the door to the first request', () => {
  const [way] = /From the door to .*?\n\n/s.exec(read('docs/architecture.md'))!;
  const steps = [...way.matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+)\)/g)].flatMap(([, names, file]) =>
    [...names!.matchAll(/\w+/g)].map(([name]) => ({ name, file: file! })),
  );
  expect(steps.length).toBeLessThanOrEqual(9);
  expect(new Set(steps.map(({ file }) => file)).size).toBeLessThanOrEqual(6);
  const bodyOf = ({ name, file }: (typeof steps)[number]) => {
    const [, , body] = new RegExp(`^( *).*function ${name}\\((.*?)^\\1}`, 'ms').exec(read(file)) ?? [];
    return { name, body };
  };
  const bodies = steps.map(bodyOf);
  for (const [index, { name, body }] of bodies.entries()) {
    const next = steps[index + 1]?.name;
    // A connector's door is `find`, whatever the function behind it is called.
    const called = index === steps.length - 2 ? 'session.find' : next;
    expect({
      name,
      calls: called,
      found: body !== undefined && (!called || body.includes(`${called}(`)),
    }).toEqual({ name, calls: called, found: true });
  }
});
