import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccounts } from '../../../config/accounts';
import { writeCompiled } from '../../../config/file/compiled';
import { parseCompanyFile } from '../../../config/file/read-file';
import { knownAccounts } from '../../../connectors/known-accounts';
import { CONNECTOR_NAMES } from '../../../connectors/registry';
import { newChat, talk } from '../hubspot/world';
import { startPipedriveWorld, type PipedriveWorld } from './world';

const folder = mkdtempSync(join(tmpdir(), 'pipedrive-'));
afterAll(() => rmSync(folder, { recursive: true }));

let world: PipedriveWorld;
afterEach(() => world.close());

/** Field by type: what the site says, and what Pipedrive holds then. */
const KINDS = [
  ['varchar', 'gold', 'gold'],
  ['double', '1 234,50', 1234.5],
  ['date', '31.12.2026', '2026-12-31'],
  ['enum', 'yes', 501],
  ['set', 'Yes', [501]],
] as const;

/** A world whose company has said in its file where attributes go. */
async function start(policy: string) {
  world = await startPipedriveWorld();
  const keys = new Map(KINDS.map(([type]) => [type, fieldOf(type)]));
  const maps = [...keys].map(
    ([type, key]) => `        '${key}': { from: attribute.${type}, policy: ${policy} }`,
  );
  const file = `accounts:\n  pipedrive:\n    fields:\n      person:\n${maps.join('\n')}\n`;
  const known = await knownAccounts(readAccounts({}, CONNECTOR_NAMES));
  const path = join(folder, `${policy}-${Math.random()}.json`);
  writeFileSync(path, writeCompiled(parseCompanyFile(file, 'test.yml', known)));
  world.restart({ JIVOCHAT_CRM_CONFIG: path });
  return keys;
}

function fieldOf(type: string): string {
  world.pipedrive.defineField(`Own ${type}`, 'varchar');
  return world.pipedrive.defineField(`Own ${type}`, type).field_code;
}

const said = (values: readonly (readonly string[])[]) => ({
  attributes: Object.fromEntries(values.map(([type, value]) => [type, value])) as Record<string, unknown>,
});
const customOf = (email: string) =>
  world.pipedrive.persons().find(({ emails }) => emails.some(({ value }) => value === email))!.custom_fields;

it('values of the company’s own maps are converted to each field’s own type, options to their ids', async () => {
  const keys = await start('blank');
  await world.retry();
  const chat = newChat({ email: 'tom@example.com' });
  await world.send(chat.accepted({}, said(KINDS.map(([type, text]) => [type, text]))));
  const custom = customOf('tom@example.com');
  expect(KINDS.map(([type]) => custom[keys.get(type)!])).toEqual(KINDS.map(([, , stored]) => stored));
  const refused = newChat({ email: 'ann@example.com' });
  await world.send(refused.accepted({}, said([['double', 'many'], ['enum', 'perhaps'], ['varchar', 'gold']]))); // prettier-ignore
  await world.send(refused.finished(talk(2)));
  expect(customOf('ann@example.com')).toMatchObject({ [keys.get('varchar')!]: 'gold' });
  expect(customOf('ann@example.com')).not.toHaveProperty(keys.get('double')!);
  expect(world.pipedrive.notes().at(-1)!.content).toMatch(/many/);
});

it.each([
  ['blank', 'silver'],
  ['latest', 'gold'],
])('what the company has stays, or gives way: %s', async (policy, expected) => {
  const keys = await start(policy);
  await world.retry();
  await world.send(newChat({ email: 'tom@example.com' }).accepted());
  const key = keys.get('varchar')!;
  customOf('tom@example.com')[key] = 'silver';
  const chat = newChat({ email: 'tom@example.com', phone: '+14155552671' });
  await world.send(chat.accepted({}, said([['varchar', 'gold']])));
  await world.send(chat.finished(talk(2)));
  expect(customOf('tom@example.com')).toMatchObject({ [key]: expected });
});
