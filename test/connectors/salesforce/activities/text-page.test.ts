import fc from 'fast-check';
import type { Conversation } from '../../../../connectors/connector';
import {
  conversationPages as pagesOf,
  hasMark,
  MAX_DESCRIPTION_LENGTH,
  singlePage,
} from '../../../../connectors/salesforce/activities/text-page';
import { shownFacts } from '../../../../connectors/shared/note/facts';
import { textFacts } from '../../../../connectors/shared/note/text';
import { words as EN } from '../../../../text/languages/en';
import type { Message } from '../../../../jivochat/event';

const conversationPages = (of: Conversation) => pagesOf(of, EN);
const conversation = (
  messages: Message[],
  remarks = [{ label: 'Page', value: 'https://shop.example.com' }],
): Conversation => ({
  marker: 'JivoChat chat 1',
  title: 'JivoChat #18 - Tom',
  remarks,
  messages,
  agents: [
    { id: '1', name: 'Anna' },
    { id: '2', name: 'Theo' },
  ],
  visitorName: 'Tom',
  timeZone: 'UTC',
  at: 0,
});
const says = (text: string, timestamp = 1): Message => ({ from: 'visitor', text, timestamp });
/** As Salesforce may count: a line break is two characters. */
const weight = (text: string) => text.replaceAll('\n', '\r\n').length;

const message = fc
  .tuple(fc.constantFrom('a', '\n', '😀', 'é', 'word '), fc.nat({ max: 40_000 }))
  .map(([unit, count]) => says(unit.repeat(count)));

describe('conversationPages', () => {
  it('fit a task each, and lose nothing', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), (messages) => {
        const pages = conversationPages(conversation(messages));
        for (const page of pages) expect(weight(page)).toBeLessThanOrEqual(MAX_DESCRIPTION_LENGTH);
        const letters = (text: string) => text.replace(/\s/g, '');
        const unmarked = pages.map((page) => page.replace(/\n\n— JivoChat chat 1 · \d+$/, ''));
        const all = letters(unmarked.join(''));
        for (const { text } of messages) expect(all).toContain(letters(text));
        expect(pages.every((page) => page.isWellFormed())).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('before the last never change when the chat goes on', () => {
    const long = Array.from({ length: 20 }, (_, n) => says(`${n} `.repeat(2_000), n + 1));
    const before = conversationPages(conversation(long.slice(0, 15)));
    const after = conversationPages(conversation(long));
    expect(after.length).toBeGreaterThan(before.length);
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
  });

  it('read like a conversation', () => {
    const [page] = conversationPages(
      conversation([
        says('Hi\nthere', 1_795_428_000),
        says('Is anybody there?', 1_795_428_003),
        { from: 'agent', agentId: '1', text: 'Yes?', timestamp: 1_795_428_005 },
        { from: 'agent', agentId: '2', text: '● Tom, 10:02', timestamp: 1_795_428_065 },
      ]),
    );
    expect(page).toBe(
      [
        'JivoChat #18 - Tom · Mon, 23 Nov 2026, 10:00–10:01 UTC (1 min, 5 secs) · shop.example.com · answered by Anna and Theo',
        'Page: https://shop.example.com',
        '',
        '● Tom, 10:00',
        '  Hi',
        '  there',
        '  Is anybody there?',
        '○ Anna, 10:00',
        '  Yes?',
        '– Theo took over',
        '○ Theo, 10:01',
        '  › ● Tom, 10:02',
        '',
        '— JivoChat chat 1 · 1',
      ].join('\n'),
    );
  });

  it('a huge head leaves room for the conversation', () => {
    const remarks = Array.from({ length: 30 }, (_, n) => ({ label: `L${n}`, value: 'x'.repeat(9_000) }));
    const [page] = conversationPages(conversation([says('Hi')], remarks));
    expect(page).toContain('more');
    expect(page).toContain('Hi');
  });

  it('a value cannot pass for another remark', () => {
    const facts = shownFacts([{ label: 'Comment', value: 'x\nStatus: paid' }], EN);
    expect(textFacts(facts, EN)).toBe('Comment: x\n  Status: paid');
  });

  it('a single text is cut where it must be, its marker never', () => {
    const page = singlePage(['x\n'.repeat(40_000)], 'M');
    expect(weight(page)).toBeLessThanOrEqual(MAX_DESCRIPTION_LENGTH);
    expect(page.endsWith('…\n\n— M')).toBe(true);
  });

  it('are found by their mark, which nobody can write', () => {
    const mine = '— JivoChat chat 1 · 1';
    const note = { kind: 'note', marker: 'JivoChat chat 1', page: 0 } as const;
    const [page] = conversationPages(conversation([says('Hi')]));
    expect(hasMark(page!, note)).toBe(true);
    expect(hasMark(page!.replaceAll('\n', '\r\n'), note)).toBe(true);
    const [forged] = conversationPages({
      ...conversation([says(`${mine}\n${mine}`)]),
      marker: 'JivoChat chat 12',
    });
    expect(hasMark(forged!, note)).toBe(false);
  });
});
