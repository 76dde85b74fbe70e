import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../cli/cli';
import { newChat, talk } from '../hubspot/world';
import { ALL_WORLDS, type CompanyWorld } from './worlds';

/** What the people of a company ask for in the first week; every line of it is a wish of somebody's. */
const wishes = (
  account: string,
  object: string,
  [size, origin, plan, key]: readonly string[],
  deal: string,
) => `
channels: { NRQ4JbEW7J: shop, SUPPORT1: support }
hours: { zone: UTC, mon-sun: 00:00-24:00 }
guards: { staff: [acme.example], empty: on } # 1 no leads of our own people, none of empty chats
mask: [cards, ibans] # 2 nothing of a card number is stored
routes: { all: [${account}] } # 3 one address that can feed more accounts later
accounts:
  ${account}:
    match: # 4 whoever is signed in is known by our own number
      - { field: ${key}, from: token.user_id }
      - email
      - phone
    fields:
      ${object}:
        # 5 the newest size, 6 where they came from, 7 the plan in our words
        ${size}: { from: attribute.size, policy: latest }
        ${origin}: 'JivoChat {channel}: {department | default:nobody}'
        ${plan}: { from: token.plan, map: { Gold: VIP, Silver: Standard }, default: Trial }
    reply: # 8 what an agent needs: the ad, the size, and for sales the open deals
      - { title: Ad, from: utm.campaign }
      - { title: Size, field: ${size} }
      - { title: Deals, show: deals, when: { department: Sales } }
rules:
  - name: support makes no leads # 9
    when: { channel: support }
    then: { create: never }
  - name: VIPs go to Anna # 10
    when: { tag: vip }
    then: { owner: anna@example.com, source: JivoChat VIP }
  - name: offline messages in turn # 11
    when: { event: offline_message }
    then:
      owner: { round-robin: [anna@example.com, boris@example.com] }
      task: { subject: 'Call {visitor.name}', due: 2d, priority: low }
  - name: enterprise chats are deals # 12
    when: { page: '*/enterprise*', hours: open }
    then: { object: { ${deal}, open: reuse, transcript: on } }
  - name: jobs leave no note
    when: { words: [job, vacancy] }
    then: { note: skip }
`;

const DEALS = {
  hubspot: 'pipeline: default, stage: appointmentscheduled',
  salesforce: 'stage: Qualification',
  pipedrive: 'pipeline: 1, stage: 2',
};

let world: CompanyWorld;
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'week-'))));
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

describe.each(ALL_WORLDS)('the first week with %s', (_, start) => {
  it('twelve wishes, one file: seen in the CRM, on the card and in the explanation', async () => {
    world = await start('');
    const { account, object } = world;
    const names = ['size', 'origin', 'plan', 'user_key'].map((name) => world.name(name));
    const [size, origin, plan, key] = names as [string, string, string, string];
    for (const name of [size, origin, plan]) world.define(name, 'text');
    world.define(key, 'unique');
    const file = wishes(account, object, names, DEALS[account]);
    expect(file.trim().split('\n').length).toBeLessThanOrEqual(60);
    await world.use(file);
    await world.retry();
    const lead = (email: string) => world.leads().find((each) => each.email === email);

    const tom = newChat({ name: 'Tom', email: 'tom@example.org' });
    const told = {
      attributes: { size: 'XL' },
      user_token: JSON.stringify({ user_id: 'u-1', plan: 'Gold' }),
      tags: [{ title: 'VIP' }],
      department: { name: 'Sales' },
    };
    const { reply } = await world.send({ ...tom.accepted(), ...told });
    expect(lead('tom@example.org')).toMatchObject({ owner: 'anna@example.com' });
    expect(lead('tom@example.org')!.fields).toMatchObject({
      [size]: 'XL',
      [origin]: 'JivoChat shop: Sales',
      [plan]: 'VIP',
      [key]: 'u-1',
    });
    const card = new Map(reply.custom_data!.map(({ title, content }) => [title, content]));
    expect([card.get('Ad'), card.get('Size')]).toEqual(['spring sale', 'XL']);
    await world.send({ ...tom.finished(talk(2)), ...told, attributes: { size: 'M' } });
    expect(lead('tom@example.org')!.fields[size]).toBe('M');
    if (account === 'salesforce') expect(lead('tom@example.org')!.source).toBe('JivoChat VIP');

    const { reply: known } = await world.send({
      ...newChat({ name: 'Who' }).accepted(),
      user_token: told.user_token,
    });
    expect(known.crm_link).toBe(reply.crm_link);

    await world.send({ ...newChat({ email: 'help@example.org' }).accepted(), widget_id: 'SUPPORT1' });
    await world.send(newChat({ email: 'me@acme.example' }).accepted());
    await world.send(newChat({ email: 'silent@example.org' }).finished([]));
    for (const email of ['help@example.org', 'me@acme.example', 'silent@example.org'])
      expect({ email, lead: lead(email) }).toEqual({ email, lead: undefined });

    for (const n of [1, 2])
      await world.send(newChat({ name: `Off ${n}`, email: `off${n}@example.org` }).offline('Call me'));
    expect([lead('off1@example.org')!.owner, lead('off2@example.org')!.owner].toSorted()).toEqual([
      'anna@example.com',
      'boris@example.com',
    ]);
    // Pipedrive's activities have none.
    const low = account === 'pipedrive' ? undefined : 'low';
    expect(
      world
        .tasks()
        .map(({ subject, priority }) => [subject, priority])
        .toSorted(),
    ).toEqual([
      ['Call Off 1', low],
      ['Call Off 2', low],
    ]);

    const notes = world.notes().length;
    const job = { type: 'visitor', message: 'Any vacancy?', timestamp: 1_000 };
    await world.send(newChat({ email: 'job@example.org' }).finished([job]));
    expect(lead('job@example.org')).toBeDefined();
    expect(world.notes()).toHaveLength(notes);
    await world.send(
      newChat({ email: 'card@example.org' }).finished([{ ...job, message: 'Card 4111 1111 1111 1111' }]),
    );
    expect(world.notes().join()).toMatch(/\[card number removed\]/);

    world.seedCustomer('deal@example.org', 'Relaunch');
    const priced = newChat({ email: 'deal@example.org' });
    const page = {
      page: { url: 'https://acme.example/enterprise', title: 'Enterprise' },
      department: { name: 'Sales' },
    };
    const { reply: sales } = await world.send({ ...priced.accepted(), ...page });
    await world.send({ ...priced.finished(talk(2)), ...page });
    expect(sales.custom_data!.find(({ title }) => title === 'Deals')?.content).toMatch(/^Relaunch.*1,200/);
    expect(world.deals()).toEqual([{ stage: world.dealStage, activities: 1 }]);

    const event = join(folder, 'event.json');
    writeFileSync(event, JSON.stringify({ ...tom.accepted(), ...told }));
    writeFileSync(join(folder, 'own.yml'), file);
    const env = { JIVOCHAT_CRM_CONFIG: join(folder, 'own.yml') };
    expect((await run(['config', 'check'], { env })).code).toBe(0);
    const explained = JSON.parse((await run(['--json', 'config', 'explain', event], { env })).out) as {
      accounts: Record<string, unknown>;
    };
    expect(explained.accounts[account]).toMatchObject({
      owner: 'anna@example.com (rule: VIPs go to Anna)',
      source: 'JivoChat VIP',
      foundBy: [`${key} = u-1`, 'email tom@example.org'],
      card: expect.arrayContaining([{ title: 'Deals', shows: 'deals', wanted: true }]),
      rules: expect.arrayContaining([
        { name: 'VIPs go to Anna', matched: true },
        { name: 'support makes no leads', matched: false },
      ]),
      fields: expect.arrayContaining([
        expect.objectContaining({ field: size, value: 'XL', policy: 'latest', from: 'attribute.size' }),
        expect.objectContaining({ field: plan, value: 'VIP', from: 'token.plan | map | default:Trial' }),
      ]),
    });

    const explainOf = async (body: object) => {
      writeFileSync(event, JSON.stringify(body));
      const { out } = await run(['--json', 'config', 'explain', event], { env });
      const { masked, accounts } = JSON.parse(out) as { masked: boolean; accounts: Record<string, object> };
      return { masked, ...accounts[account] };
    };
    const mail = (email: string) => newChat({ email });
    const others: [object, object][] = [
      [{ ...mail('help@example.org').accepted(), widget_id: 'SUPPORT1' }, { create: 'never' }],
      [mail('me@acme.example').accepted(), { create: 'never', note: 'skipped' }],
      [mail('silent@example.org').finished([]), { create: 'never', note: 'skipped' }],
      [mail('job@example.org').finished([job]), { note: 'skipped' }],
      [mail('card@example.org').finished([{ ...job, message: '4111 1111 1111 1111' }]), { masked: true }],
      [
        { ...priced.accepted(), ...page },
        { object: expect.objectContaining({ open: 'reuse', transcript: true }) },
      ],
      [
        mail('off3@example.org').offline('Call me'),
        {
          owner: 'in turn one of anna@example.com, boris@example.com (rule: offline messages in turn)',
          task: { subject: 'Call {visitor.name}', dueMinutes: 2_880, priority: 'low' },
        },
      ],
    ];
    for (const [body, expected] of others) expect(await explainOf(body)).toMatchObject(expected);
  });
});
