import { CARD_LINES } from '../../leads/card/card-lines';
import { ConfigError } from '../../config/env';
import { readSettings } from '../../config/settings';
import { definition } from '../../connectors/hubspot/definition';

const good = { TABLE_NAME: 'events', WEBHOOK_TOKENS: 'a-token-long-enough' };

function problems(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('readSettings', () => {
  it('has defaults for all but the table', () => {
    expect(readSettings({ TABLE_NAME: 'events' })).toEqual({
      accounts: [],
      eventLogPercent: 100,
      historyDays: 90,
      keepBodiesDays: 0,
      language: 'en',
      visitorIp: 'hide',
      cardActivity: 'off',
      cardDeals: 'off',
      companyFromEmail: 'off',
      cardLines: [...CARD_LINES],
      webhookTokens: [],
      tableName: 'events',
      replyDeadlineMs: 2500,
      leadSource: 'JivoChat',
      leadCreation: 'identified',
      replyDetail: 'full',
      phoneMatchEmail: 'fill',
      timeZone: 'UTC',
    });
  });

  it('tells every problem at once, and no secret', () => {
    const env = {
      WEBHOOK_TOKENS: 'short',
      REPLY_DEADLINE_MS: '2.5',
      LEAD_CREATION: 'never',
      TIME_ZONE: 'Mars/Olympus',
    };
    const found = problems(() => readSettings(env));
    expect(found).toHaveLength(5);
    for (const name of ['TABLE_NAME', ...Object.keys(env)]) expect(found.join()).toContain(name);
    expect(found.join()).not.toContain('short,');
  });

  it.each([
    ['a token/with-slash', false],
    ['percent%2Fencoded-token', false],
    ['tökens-are-refused-here', false],
    ['question?mark-hash#-here', false],
    ['Letters_digits.0~and-9', true],
    ['Letters_digits.0~and-9,second-one-with=sign', false],
  ])('a token of the URL, %s: %s', (value, valid) => {
    const found = problems(() => readSettings({ ...good, WEBHOOK_TOKENS: value })).join();
    expect(found === '').toBe(valid);
    if (!valid) expect(found).toMatch(/WEBHOOK_TOKENS holds a token with characters other than/);
    for (const token of value.split(',')) expect(found).not.toContain(token);
  });

  it.each([
    ['499', false],
    ['500', true],
    ['25000', true],
    ['25001', false],
    ['soon', false],
  ])('REPLY_DEADLINE_MS=%s: %s', (value, valid) => {
    expect(problems(() => readSettings({ ...good, REPLY_DEADLINE_MS: value })).length === 0).toBe(valid);
  });
});

describe('readHubSpotSettings', () => {
  it('reads maps and lists', () => {
    const settings = definition.settings.read(
      {
        HUBSPOT_ACCESS_TOKEN: 't',
        HUBSPOT_BASE_URL: 'http://localhost:1/',
        HUBSPOT_OWNER_MAP: 'Anna@Jivo.example=a@crm.example, b@jivo.example = b@crm.example',
        HUBSPOT_REPLY_FIELDS: 'Stage=lifecyclestage,Company=company',
      },
      'HUBSPOT_',
    );
    expect(settings.baseUrl).toBe('http://localhost:1');
    expect(settings.ownerMap.get('anna@jivo.example')).toBe('a@crm.example');
    expect(settings.ownerMap.get('b@jivo.example')).toBe('b@crm.example');
    expect(settings.replyFields).toEqual([
      ['Stage', 'lifecyclestage'],
      ['Company', 'company'],
    ]);
  });

  it.each([
    ['no token', {}, 'HUBSPOT_ACCESS_TOKEN'],
    ['no address', { HUBSPOT_BASE_URL: 'hubspot' }, 'HUBSPOT_BASE_URL'],
    ['half a pair', { HUBSPOT_OWNER_MAP: 'anna' }, 'HUBSPOT_OWNER_MAP'],
    ['a deal without a stage', { HUBSPOT_TITLE_OBJECT: 'deal' }, 'HUBSPOT_DEAL_STAGE'],
  ])('%s', (_case, env, name) => {
    const token = name === 'HUBSPOT_ACCESS_TOKEN' ? {} : { HUBSPOT_ACCESS_TOKEN: 't' };
    expect(problems(() => definition.settings.read({ ...token, ...env }, 'HUBSPOT_')).join()).toContain(name);
  });
});
