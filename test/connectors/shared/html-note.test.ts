import { conversationPages as pagesOf } from '../../../connectors/shared/html-note';
import type { Conversation } from '../../../connectors/connector';

const MAX_BODY_LENGTH = 65_536;
const conversationPages = (of: Conversation) => pagesOf(of, MAX_BODY_LENGTH);

const conversation = (parts: Partial<Conversation> = {}): Conversation => ({
  marker: 'JivoChat chat 4711',
  title: 'JivoChat #18 - Tom Clifton',
  remarks: [{ label: 'Page', value: 'https://example.com/?a=1&b=<2>' }],
  messages: [],
  agents: [{ id: '1', name: 'Anna' }],
  visitorName: 'Tom',
  timeZone: 'UTC',
  at: 0,
  ...parts,
});
const say = (text: string, timestamp = 1) => ({ from: 'visitor' as const, text, timestamp });

describe('conversationPages', () => {
  it('has the title, the visit, the messages and the marker', () => {
    const [page, ...rest] = conversationPages(
      conversation({
        messages: [say('Hello <b>'), { from: 'agent', text: 'Hi', timestamp: 2, agentId: '1' }],
      }),
    );
    expect(rest).toEqual([]);
    expect(page).toContain('JivoChat #18 - Tom Clifton');
    expect(page).toContain('Page: https://example.com/?a=1&amp;b=&lt;2&gt;');
    expect(page).toContain('Hello &lt;b&gt;');
    expect(page).toContain('Anna');
    expect(page).toContain('[JivoChat chat 4711]');
  });

  it('splits what is longer than a note, and cuts nothing', () => {
    const text = '<&"'.repeat(50_000);
    const pages = conversationPages(conversation({ remarks: [], messages: [say(text)] }));
    expect(pages.length).toBeGreaterThan(1);
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(MAX_BODY_LENGTH);
    const shown = pages.join('').match(/&lt;|&amp;|&quot;/g)?.length;
    expect(shown).toBe(150_000);
    expect(pages[1]).toContain('[JivoChat chat 4711, part 2]');
  });

  it('leaves the earlier pages as they are when the chat goes on', () => {
    const messages = Array.from({ length: 300 }, (_, index) => say('x'.repeat(1_000), index + 1));
    const before = conversationPages(conversation({ messages }));
    const after = conversationPages(conversation({ messages: [...messages, say('one more', 1_000)] }));
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
  });

  it('keeps a head of any size within the note', () => {
    const remarks = Array.from({ length: 100 }, (_, index) => ({
      label: `Attribute ${index}`,
      value: '"'.repeat(5_000),
    }));
    const [page] = conversationPages(conversation({ remarks, messages: [say('Hello')] }));
    expect(page!.length).toBeLessThanOrEqual(MAX_BODY_LENGTH);
    expect(page).toMatch(/and \d+ more/);
  });
});
