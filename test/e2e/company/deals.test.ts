import { newChat, startWorld, talk, type World } from '../hubspot/world';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCompiled } from '../../../config/file/compiled';
import { companyOf } from '../../config/file/accounts';

let world: World;
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'deals-'))));
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

async function begin(open: string): Promise<void> {
  const path = join(folder, 'company.json');
  const file = `
accounts: { hubspot: { fields: { deal: { description: chat.first_message } } } }
rules: [{ name: deals, when: { department: Sales }, then: { object: { pipeline: default, stage: appointmentscheduled, open: ${open}, transcript: on } } }]`;
  writeFileSync(path, writeCompiled(companyOf(file)));
  world = await startWorld({ env: { JIVOCHAT_CRM_CONFIG: path } });
}

const sales = { department: { name: 'Sales' } };

it('a rule makes a deal for each chat, with the chat’s note on it', async () => {
  await begin('new');
  for (let n = 0; n < 2; n++) {
    const chat = newChat({ email: 'buyer@example.org' });
    await world.send({ ...chat.accepted(), ...sales });
    await world.send({ ...chat.finished(talk(2)), ...sales });
  }
  const deals = world.hubspot.list('deals');
  expect(deals.map(({ properties }) => properties.dealstage)).toEqual([
    'appointmentscheduled',
    'appointmentscheduled',
  ]);
  for (const deal of deals) expect(deal.associations.notes).toHaveLength(1);
  await world.send(newChat({ email: 'other@example.org' }).accepted());
  expect(world.hubspot.list('deals')).toHaveLength(2);
});

it('or uses the open deal of the person', async () => {
  await begin('reuse');
  for (let n = 0; n < 2; n++) {
    const chat = newChat({ email: 'buyer@example.org' });
    await world.send({ ...chat.accepted(), ...sales });
    await world.send({ ...chat.finished(talk(2)), ...sales });
  }
  const deals = world.hubspot.list('deals');
  expect(deals).toHaveLength(1);
  expect(deals[0]!.associations.notes).toHaveLength(2);
});
