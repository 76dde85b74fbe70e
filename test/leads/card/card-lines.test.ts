import {
  CARD_LINES,
  cardLines,
  knownOf,
  type CardFacts,
  type CardLine,
} from '../../../leads/card/card-lines';
import type { LastActivity } from '../../../leads/card/last-activity';
import type { CrmRecord } from '../../../leads/record';
import type { Words } from '../../../text/languages/words';
import { loadWords } from '../../../text/languages/load';
import { words as DE } from '../../../text/languages/de';
import { words as EN } from '../../../text/languages/en';
import { words as RU } from '../../../text/languages/ru';
import { crmRecord as record } from '../record';

const NOW = Date.parse('2026-11-25T10:00:00Z');
const DAY_MS = 86_400_000;
interface Told extends Omit<CardFacts, 'known'> {
  record: CrmRecord;
  owner?: string;
}
const facts = (parts: Partial<Told> = {}): Told => ({
  record: record({
    shown: { stage: 'Customer', company: 'Acme', deal: 'Offer, 1,200 €', lastActivityAt: NOW - 3 * DAY_MS },
  }),
  owner: 'Anna Schmidt',
  visit: {
    utm: { source: 'google', medium: 'cpc' },
    page: { url: 'https://shop.example.com/pricing?x=1' },
  },
  fields: [{ title: 'Plan', content: 'team' }],
  matches: [{ name: 'Tom B.', link: 'https://crm.example/2' }],
  ...parts,
});
const linesOf = (given: Told, order: readonly CardLine[], words: Words) =>
  cardLines({ ...given, known: knownOf(given.record, given.owner, NOW, words) }, order, words);
const shown = (given: Told, order: readonly CardLine[] = CARD_LINES, words = EN) =>
  linesOf(given, order, words).map(({ title, content }) => `${title}: ${content}`);

describe('the lines of the card', () => {
  it('say who, where they stand, what they want, most useful first', () => {
    expect(shown(facts())).toEqual([
      'Owner: Anna Schmidt',
      'Status: Customer',
      'Company: Acme',
      'Open deal: Offer, 1,200 €',
      'Plan: team',
      'Also matches: Tom B.',
      'Last activity: 3 days ago',
      'Campaign: from google (cpc)',
      'Page: shop.example.com/pricing',
    ]);
  });

  it('are those the configuration names, in its order, in its language', () => {
    expect(shown(facts(), ['page', 'activity', 'owner'], DE)).toEqual([
      'Seite: shop.example.com/pricing',
      'Letzter Kontakt: vor 3 Tagen',
      'Zuständig: Anna Schmidt',
    ]);
    expect(shown(facts(), ['activity'], RU)).toEqual(['Последний контакт: 3 дня назад']);
  });

  it('tell nothing twice', () => {
    const given = facts({ fields: [{ title: 'Tier', content: 'customer' }] });
    expect(shown(given, ['stage', 'fields'])).toEqual(['Tier: customer']);
    const named = facts({ fields: [{ title: 'Campaign', content: 'spring' }] });
    expect(shown(named, ['campaign', 'fields'])).toEqual(['Campaign: spring']);
  });

  it('leave out what is not known', () => {
    const given = facts({
      record: record({}),
      owner: undefined,
      visit: { utm: {} },
      fields: [],
      matches: [],
    });
    expect(shown(given)).toEqual([]);
  });

  it('shorten what is long, and keep its link whole', () => {
    const url = `https://shop.example.com/${'x'.repeat(400)}`;
    const [line] = linesOf(facts({ visit: { utm: {}, page: { url } } }), ['page'], EN);
    expect(line!.content.length).toBeLessThanOrEqual(120);
    expect(line!.content.endsWith('…')).toBe(true);
    expect(line!.link).toBe(url);
  });

  it('name two further matches and count the rest', () => {
    const matches = ['A', 'B', 'C', 'D'].map((name) => ({ name }));
    expect(shown(facts({ matches }), ['matches'])).toEqual(['Also matches: A', 'Also matches: B (+ 2 more)']);
  });

  it.each([
    [0, 'today'],
    [1, 'yesterday'],
    [60, '2 months ago'],
    [800, '2 years ago'],
    [-5, 'today'],
  ])('%d days: %s', (days, words) => {
    const given = facts({ record: record({ shown: { lastActivityAt: NOW - days * DAY_MS } }) });
    expect(shown(given, ['activity'])).toEqual([`Last activity: ${words}`]);
  });

  it.each<[Partial<LastActivity>, string]>([
    [{ kind: 'call', by: 'Anna Schmidt' }, 'called 3 days ago by Anna Schmidt'],
    [{ kind: 'meeting', by: 'Anna', what: 'Demo' }, 'met 3 days ago by Anna · Demo'],
    [{ kind: 'email' }, 'wrote 3 days ago'],
    [{ by: 'Anna Schmidt', what: 'Call: prices' }, '3 days ago · Anna Schmidt · Call: prices'],
    [{ by: 'Anna Schmidt' }, '3 days ago · Anna Schmidt'],
    [{ what: 'x'.repeat(500) }, `3 days ago · ${'x'.repeat(49)}…`],
    [{}, '3 days ago'],
  ])('the last activity tells who and what, as far as it is known: %j', (told, words) => {
    const lastActivity = { at: NOW - 3 * DAY_MS, ...told };
    const given = facts({ record: record({ shown: { lastActivityAt: NOW, lastActivity } }) });
    expect(shown(given, ['activity'])).toEqual([`Last activity: ${words}`]);
  });

  it.each([
    ['en', 'called 3 days ago by Anna'],
    ['pt-BR', 'ligação há 3 dias, por Anna'],
    ['es', 'llamada hace 3 días, por Anna'],
    ['ru', 'звонок 3 дня назад, Anna'],
    ['tr', '3 gün önce arandı, Anna'],
    ['id', 'telepon 3 hari yang lalu oleh Anna'],
    ['de', 'vor 3 Tagen angerufen von Anna'],
    ['fr', 'appel il y a 3 jours, par Anna'],
  ] as const)('who called, in %s: %s', async (language, words) => {
    const lastActivity = { at: NOW - 3 * DAY_MS, kind: 'call', by: 'Anna' } as const;
    const given = facts({ record: record({ shown: { lastActivity } }) });
    const [line] = linesOf(given, ['activity'], await loadWords(language));
    expect(line!.content).toBe(words);
  });
});
