import { problemsOf } from '../../config/file/accounts';
import { newChat, talk } from '../hubspot/world';
import { ALL_WORLDS, type CompanyWorld, type OtherObject } from './worlds';

let world: CompanyWorld;
afterEach(() => world.close());

type Start = (file: string) => Promise<CompanyWorld>;
const told = (values: Record<string, string>) => ({ attributes: values });

const DEAL = "rules: [{ name: deals, then: { object: { stage: 'STAGE', open: new } } }]";

/** A world whose file maps `plan` (a text) and `size` (a number) to fields of such an object. */
async function begin(start: Start, object: OtherObject) {
  world = await start('');
  const [plan, size, newest] = ['own_plan', 'own_size', 'own_newest'].map((field) => world.name(field));
  world.define(plan!, 'text', object);
  world.define(size!, 'number', object);
  world.define(newest!, 'text', object);
  await world.use(`
accounts: { ${world.account}: { fields: { ${object}: {
  '${plan}': attribute.plan, '${size}': attribute.size,
  '${newest}': { from: attribute.plan, policy: latest } } } } }
${object === 'deal' ? DEAL.replace('STAGE', world.dealStage) : ''}`);
  await world.retry();
  return { plan: plan!, size: size!, newest: newest! };
}

describe.each(ALL_WORLDS)('field maps beside the person with %s', (label, start) => {
  it('a deal has the values; what is no number stands in the note', async () => {
    const { plan, size } = await begin(start, 'deal');
    world.seedCustomer('deal@example.org');
    await world.retry();
    const chat = newChat({ email: 'deal@example.org' });
    await world.send({ ...chat.accepted(), ...told({ plan: 'Gold', size: 'huge' }) });
    await world.send(chat.finished(talk(2)));
    const [deal] = world.held('deal');
    expect([deal![plan], deal![size] ?? null]).toEqual(['Gold', null]);
    expect(world.notes().some((note) => note.includes(size) && note.includes('huge'))).toBe(true);
  });

  const hasNoteFields = label !== 'Pipedrive';
  (hasNoteFields ? it : it.skip)('a note has the values where the CRM has fields for it', async () => {
    const { plan, size, newest } = await begin(start, 'note');
    const chat = newChat({ email: 'note@example.org' });
    await world.send({ ...chat.accepted(), ...told({ plan: 'Gold', size: '12' }) });
    await world.send(chat.finished(talk(2)));
    const note = () => world.held('note')[0]!;
    expect([note()[plan], Number(note()[size]), note()[newest]]).toEqual(['Gold', 12, 'Gold']);
    await world.send({ ...chat.finished(talk(4)), ...told({ plan: 'Silver', size: 'wrong' }) });
    expect(world.held('note')).toHaveLength(1);
    expect([note()[plan], Number(note()[size]), note()[newest]]).toEqual(['Gold', 12, 'Silver']);

    const other = newChat({ email: 'note2@example.org' });
    await world.send({ ...other.finished(talk(2)), ...told({ plan: 'Gold', size: 'many' }) });
    expect(world.notes().some((text) => text.includes(size) && text.includes('many'))).toBe(true);
  });

  it('the company that the person is linked to has the values, by their policies', async () => {
    const { plan, size, newest } = await begin(start, 'company');
    world.seedAtCompany('at@example.org', { [plan]: 'theirs', [newest]: 'old' });
    await world.retry();
    const chat = newChat({ email: 'at@example.org' });
    world.requests();
    await world.send({ ...chat.accepted(), ...told({ plan: 'Gold', size: '1 200' }) });
    const isAboutCompanies = (line: string) =>
      /compan|Account|organization/i.test(line) && !/search/.test(line);
    // No agent waits for it.
    expect(world.requests().filter(isAboutCompanies)).toEqual([]);
    await world.send(chat.finished(talk(2)));
    const company = () => world.held('company').at(-1)!;
    expect([company()[plan], Number(company()[size]), company()[newest]]).toEqual(['theirs', 1200, 'Gold']);
    // What was sent is not sent again.
    world.requests();
    await world.send({ ...chat.finished(talk(3)), ...told({ plan: 'Gold', size: '1 200' }) });
    expect(world.requests().filter((line) => /^PATCH/.test(line) && isAboutCompanies(line))).toEqual([]);
  });

  it('a value no company can have is named, and a person without a company costs nothing', async () => {
    const { size } = await begin(start, 'company');
    world.seedAtCompany('odd@example.org', {});
    await world.retry();
    for (const email of ['odd@example.org', 'alone@example.org']) {
      const chat = newChat({ email });
      await world.send({ ...chat.accepted(), ...told({ size: 'huge' }) });
      await world.send(chat.finished(talk(2)));
      world.clock.offsetMs += 10 * 60_000;
      await world.retry();
      await world.send(chat.finished(talk(4)));
    }
    expect(world.notes()).toHaveLength(2);
    const notes = world.notes().filter((note) => note.includes(size));
    expect(notes).toHaveLength(1);
    const { pending, parked } = await world.deps().store.queues.summary(world.account);
    expect({ pending, parked }).toEqual({ pending: 0, parked: 0 });
  });
});

it('the file may not name an object without fields of its own', async () => {
  const [, , [, start]] = ALL_WORLDS as [unknown, unknown, (typeof ALL_WORLDS)[number]];
  world = await start('');
  await expect(world.use('accounts: { pipedrive: { fields: { note: { a: topic } } } }')).rejects.toThrow(
    /Pipedrive has no fields of the note to fill/,
  );
  expect(problemsOf('accounts: { hubspot: { fields: { ticket: { a: topic } } } }')[0]).toContain('ticket');
});
