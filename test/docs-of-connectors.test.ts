import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONNECTOR_NAMES } from '../connectors/registry';

const SECTIONS = [
  /^Make the /,
  /^What becomes what$/,
  /^Requests/,
  /^What we rely on$/,
  /^Not documented: for the first live run$/,
];

it.each(CONNECTOR_NAMES)('the page of %s has the shape of the others', (name) => {
  const page = readFileSync(join(__dirname, `../docs/connectors/${name}.md`), 'utf8');
  const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading!);
  expect(headings).toHaveLength(SECTIONS.length);
  for (const [at, section] of SECTIONS.entries()) expect(headings[at]).toMatch(section);
  const facts = page.slice(page.indexOf('## What we rely on'));
  expect(facts).toMatch(/^\| fact \| source \|$/m);
});
