import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../cli/cli';
import { newChat, talk } from '../hubspot/world';
import { COMPANY_WORLDS, type CompanyWorld } from './worlds';

/** What the people of a company ask for in the first week; every line of it is a wish of somebody's. */
const wishes = (account: string, object: string, [size, origin, plan, key]: readonly string[]) => `
channels: { NRQ4JbEW7J: shop, SUPPORT1: support }
hours: { zone: UTC, mon-sun: 00:00-24:00 }
guards: { staff: [acme.example], empty: on }
mask: [cards, ibans]
accounts:
  ${account}:
    match:
      - { field: ${key}, from: token.user_id }
      - email
      - phone
    fields:
      ${object}:
        ${size}: { from: attribute.size, policy: latest }
        ${origin}: 'JivoChat {channel}: {department | default:nobody}'
        ${plan}: { from: token.plan, map: { Gold: VIP, Silver: Standard }, default: Trial }
    reply:
      - { title: Ad, from: utm.campaign }
      - { title: Size, field: ${size} }
rules:
  - name: support makes no leads
    when: { channel: support }
    then: { create: never }
  - name: VIPs go to Anna
    when: { tag: vip }
    then: { owner: anna@example.com, source: JivoChat VIP }
  - name: offline messages in turn
    when: { event: offline_message }
    then:
      owner: { round-robin: [anna@example.com, boris@example.com] }
      task: { subject: 'Call {visitor.name}', due: 2d, priority: low }
  - name: jobs leave no note
    when: { words: [job, vacancy] }
    then: { note: skip }
`;

let world: CompanyWorld;
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'week-'))));
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

describe.each(COMPANY_WORLDS)('the first week with %s', (_, start) => {
  it('twelve wishes, one file: seen in the CRM, on the card and in the explanation', async () => {
    world = await start('');
    const { account, object } = world;
    const names =
      account === 'hubspot'
        ? ['size', 'origin', 'plan', 'user_key']
        : ['Size__c', 'Origin__c', 'Plan__c', 'User_Key__c'];
    const [size, origin, plan, key] = names as [string, string, string, string];
    for (const name of [size, origin, plan]) world.define(name, 'text');
    world.define(key, 'unique');
    const file = wishes(account, object, names);
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
    expect(
      world
        .tasks()
        .map(({ subject, priority }) => [subject, priority])
        .toSorted(),
    ).toEqual([
      ['Call Off 1', 'low'],
      ['Call Off 2', 'low'],
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
      rules: expect.arrayContaining([
        { name: 'VIPs go to Anna', matched: true },
        { name: 'support makes no leads', matched: false },
      ]),
      fields: expect.arrayContaining([
        expect.objectContaining({ field: size, value: 'XL', policy: 'latest', from: 'attribute.size' }),
        expect.objectContaining({ field: plan, value: 'VIP', from: 'token.plan | map | default:Trial' }),
      ]),
    });
  });
});
