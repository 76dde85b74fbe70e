import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDeps } from '../../../handlers/deps';
import { run } from '../cli';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'config-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const fileOf = (text: string) => {
  const path = join(folder, 'own.yml');
  writeFileSync(path, text);
  return { JIVOCHAT_CRM_CONFIG: path };
};

describe('config check', () => {
  it('says that a file is right, and what is in it', async () => {
    const env = fileOf('rules: [{ name: a, then: { create: never } }]');
    expect(await run(['config', 'check'], { env })).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 rules') as string,
    });
    const json = JSON.parse((await run(['config', 'check', '--json'], { env })).out) as unknown;
    expect(json).toMatchObject({ ok: true, rules: 1 });
  });

  it('tells every problem with its line', async () => {
    const env = fileOf('rules:\n  - { name: a, then: { create: nevr } }\nmask: card');
    const { code, error } = await run(['config', 'check'], { env });
    expect(code).toBe(1);
    expect(error).toMatch(/own\.yml:2: .*did you mean never\?/);
    expect(error).toMatch(/own\.yml:3: /);
    const { out } = await run(['doctor'], { env });
    expect(out).toMatch(/✗ own\.yml:2: .*did you mean never\?/);
  });

  it('a file that is not there is told', async () => {
    const { code, error } = await run(['config', 'check'], { env: { JIVOCHAT_CRM_CONFIG: '/nowhere.yml' } });
    expect(code).toBe(1);
    expect(error).toMatch(/nowhere\.yml cannot be read/);
  });
});

describe('config explain', () => {
  it('tells of one event every rule, each field with its source, the owner and why', async () => {
    const env = {
      ...fileOf(`
mask: cards
accounts: { hubspot: { language: de, ready: off, fields: { contact: { campaign: { from: utm.campaign, policy: latest }, team: { from: department, default: none } } } } }
rules:
  - { name: vip, when: { tag: vip }, then: { owner: boss@x.com } }
  - { name: team, when: { event: chat_finished }, then: { owner: { round-robin: [a@x.com, b@x.com] }, note: skip, task: { due: 2h } } }`),
      HUBSPOT_ACCESS_TOKEN: 'x',
    };
    const event = join(folder, 'event.json');
    const visit = {
      session: { utm_json: { campaign: 'spring' } },
      chat: { messages: [{ type: 'visitor', message: '4111111111111111' }] },
    };
    writeFileSync(event, JSON.stringify({ event_name: 'chat_finished', chat_id: 1, ...visit }));
    const { code, out } = await run(['--json', 'config', 'explain', event], { env });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      event: 'chat_finished',
      masked: true,
      accounts: {
        hubspot: {
          language: 'de',
          rules: [
            { name: 'vip', matched: false },
            { name: 'team', matched: true },
          ],
          owner: 'in turn one of a@x.com, b@x.com (rule: team)',
          note: 'skipped',
          fields: [
            { object: 'contact', field: 'campaign', value: 'spring', policy: 'latest', from: 'utm.campaign' },
            {
              object: 'contact',
              field: 'team',
              value: 'none',
              policy: 'blank',
              from: 'department | default:none',
            },
          ],
          task: { dueMinutes: 120 },
        },
      },
    });
    expect((await run(['config', 'explain', event], { env })).out).toMatch(
      /✓ team[^]*contact\.campaign = spring {2}\(utm\.campaign; latest\)/,
    );
    expect((await run(['config', 'explain', 'nowhere'], { env })).code).toBe(2);
  });
});

describe('config compile', () => {
  const ENV = { TABLE_NAME: 't', AWS_REGION: 'local', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };

  it('makes what the handlers read', async () => {
    const out = join(folder, 'company.json');
    const env = fileOf('mask: cards\nrules: [{ name: a, then: { create: never } }]');
    expect((await run(['config', 'compile', '--out', out], { env })).code).toBe(0);
    const { company } = createDeps({ ...ENV, JIVOCHAT_CRM_CONFIG: out });
    expect(company).toMatchObject({ mask: ['cards'], rules: [{ name: 'a' }] });
    const printed = (await run(['config', 'compile'], { env })).out;
    expect(printed).toBe(readFileSync(out, 'utf8').trimEnd());
  });

  it('a file that is not compiled is refused by the handlers with the way out', () => {
    expect(() => createDeps({ ...ENV, ...fileOf('rules: []') })).toThrow(/config compile/);
    expect(createDeps(ENV).company.rules).toEqual([]);
  });
});
