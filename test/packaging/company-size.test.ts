import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIST } from './bundled';

/** What a company's own rules brought into the bundle; whom to look for and who owns is found without a file as well. */
const OURS =
  /^(leads\/(rules|vocabulary)\/|sync\/(company\/(?!owner|match-keys)|route\.)|handlers\/(company\.|lookups\/)|config\/file\/|store\/turns|connectors\/(shared\/(field-kinds|mapped-values)|(hubspot|salesforce)\/records\/(mapped-|find-by-field)))/;
const MOST_BYTES = 25 * 1024;

interface Meta {
  outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
}
const { outputs } = JSON.parse(readFileSync(join(DIST, 'meta.json'), 'utf8')) as Meta;
const inputsOf = (file: string) => outputs[`dist/${file}`]!.inputs;

it.each(['hubspot', 'salesforce'])('a company’s rules cost an event of %s little of its bundles', (crm) => {
  const files = ['webhook.js', `${crm}.js`].flatMap((file) => Object.entries(inputsOf(file)));
  const ours = files.filter(([input]) => OURS.test(input));
  expect(ours.length).toBeGreaterThan(15);
  expect(ours.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)).toBeLessThan(MOST_BYTES);
});

it('YAML, bowser and the list of throw-away mailboxes stay out of what every event loads', () => {
  for (const file of ['webhook.js', 'retry.js', 'hubspot.js', 'salesforce.js']) {
    const foreign = Object.keys(inputsOf(file)).filter((input) =>
      /node_modules\/(yaml|bowser|disposable)/.test(input),
    );
    expect({ file, foreign }).toEqual({ file, foreign: [] });
  }
});
