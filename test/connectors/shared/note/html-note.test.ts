import { conversationPages as pagesOf, hasMark } from '../../../../connectors/shared/note/html-note';
import sanitize from 'sanitize-html';
import { visibleText } from '../../../text/visible-text';
import { words as EN } from '../../../../text/languages/en';
import type { Conversation } from '../../../../connectors/connector';

const MAX_BODY_LENGTH = 65_536;
const conversationPages = (of: Conversation) => pagesOf(of, MAX_BODY_LENGTH, EN);

/** What HubSpot's own editor of notes can write, and its API keeps. */
const KEPT: sanitize.IOptions = {
  allowedTags: ['p', 'br', 'strong', 'em', 'u', 'ul', 'ol', 'li', 'a', 'blockquote', 'span'],
  allowedAttributes: { a: ['href'], span: ['dir'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
};

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
    expect(page).toContain(
      'Page: <a href="https://example.com/?a=1&amp;b=&lt;2&gt;">https://example.com/?a=1&amp;b=&lt;2&gt;</a>',
    );
    expect(page).toContain('Hello &lt;b&gt;');
    expect(page).toContain('Anna');
    expect(page).toContain('<em>JivoChat chat 4711</em>');
  });

  it('splits what is longer than a note, and cuts nothing', () => {
    const text = '<&"'.repeat(50_000);
    const pages = conversationPages(conversation({ remarks: [], messages: [say(text)] }));
    expect(pages.length).toBeGreaterThan(1);
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(MAX_BODY_LENGTH);
    // Without the first words above it.
    const said = pages.join('').replace(/^<p><strong>.*?<\/strong><\/p>/, '');
    const shown = said.match(/&lt;|&amp;|&quot;/g)?.length;
    expect(shown).toBe(150_000);
    expect(pages[1]).toContain('<em>JivoChat chat 4711 · 2</em>');
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
    expect(page).toMatch(/… \d+ more/);
  });

  it('begins with the visitor’s first words, then says in a line what the chat was', () => {
    const at = 1_795_428_000;
    const [page] = conversationPages(
      conversation({
        remarks: [
          { label: 'Page', value: 'Pricing — https://shop.example.com/pricing?a=1' },
          { label: 'Campaign', value: 'source=google | medium=cpc | campaign=spring | term=crm' },
          { label: 'Agents', value: 'Anna, Theo' },
          { label: 'Rating', value: 'positive' },
        ],
        messages: [
          say('Hello!\nWhat does it cost?', at),
          { from: 'agent', agentId: '1', text: 'Hi', timestamp: at + 720 },
        ],
      }),
    );
    expect(page).toBe(
      '<p><strong><span dir="auto">“Hello! What does it cost?”</span></strong></p>' +
        '<p><span dir="auto">JivoChat #18 - Tom Clifton · Mon, 23 Nov 2026, 10:00–10:12 UTC (12 mins) · shop.example.com · answered by Anna and Theo · rated good</span></p>' +
        '<p>Page: <a href="https://shop.example.com/pricing?a=1">Pricing</a><br>' +
        'Campaign: <span dir="auto">from google (cpc), campaign “spring”, keyword “crm”</span></p>' +
        '<p><strong><span dir="auto">Tom</span></strong> 10:00<br><span dir="auto">Hello!<br>What does it cost?</span></p>' +
        '<blockquote><p><strong><span dir="auto">Anna</span></strong> 10:12<br><span dir="auto">Hi</span></p></blockquote>' +
        '<p><em>JivoChat chat 4711</em></p>',
    );
  });

  it('has nothing in it that HubSpot takes away', () => {
    const messages = [
      say('Look: https://a.example/?x=1&y="2"\nscan.pdf\nhttps://files.example/1'),
      { from: 'agent' as const, agentId: '1', text: '<b>שלום</b>', timestamp: 2 },
      { from: 'agent' as const, agentId: '2', text: 'I am here', timestamp: 3 },
      { from: 'system' as const, text: 'left', timestamp: 4 },
    ];
    const remarks = [
      { label: 'Page', value: 'A "page" — https://shop.example.com/?a=1&b=<2>' },
      { label: 'E-mail in the chat', value: 'tom@example.com' },
      { label: 'Phone in the chat', value: '+49 30 23125000' },
    ];
    for (const page of conversationPages(conversation({ messages, remarks }))) {
      // The entities that the sanitiser writes in another way.
      const alike = (html: string) =>
        html
          .replaceAll('<br />', '<br>')
          .replace(/&quot;|&#39;/g, (entity) => (entity === '&quot;' ? '"' : "'"));
      expect(alike(sanitize(page, KEPT))).toBe(alike(page));
      expect(page).toContain('<a href="mailto:tom@example.com">');
      expect(page).toContain('<a href="tel:+493023125000">');
    }
  });
});

/** Pipedrive documents no tags: those its own editor of notes has buttons for, and no attributes but a web address. */
const OF_AN_EDITOR: sanitize.IOptions = {
  allowedTags: ['p', 'div', 'br', 'b', 'strong', 'i', 'em', 'u', 'ul', 'ol', 'li', 'a'],
  allowedAttributes: { a: ['href'] },
  allowedSchemes: ['http', 'https'],
};

it('loses no word, no link of the web and no mark to a sanitiser that keeps an editor’s tags only', () => {
  const messages = [
    say('Look: https://a.example/?x=1\nscan.pdf\nhttps://files.example/1'),
    { from: 'agent' as const, agentId: '1', text: '<b>שלום</b> & bye', timestamp: 2 },
    { from: 'system' as const, text: 'left', timestamp: 4 },
  ];
  const remarks = [
    { label: 'Page', value: 'Pricing — https://shop.example.com/pricing' },
    { label: 'E-mail in the chat', value: 'tom@example.com' },
  ];
  for (const page of conversationPages(conversation({ messages, remarks }))) {
    const kept = sanitize(page, OF_AN_EDITOR).replaceAll('<br />', '<br>');
    expect(visibleText(kept)).toBe(visibleText(page));
    for (const href of ['https://shop.example.com/pricing', 'https://files.example/1'])
      expect(kept).toContain(`<a href="${href}">`);
    // Who speaks is told by name and weight where quotations go.
    expect(kept).toMatch(/<strong>Tom<\/strong>[^]*<strong>Anna<\/strong>/);
    expect(hasMark(kept, { marker: 'JivoChat chat 4711', page: 0 })).toBe(true);
  }
});

describe('the mark of a note', () => {
  const mark = 'JivoChat chat 7';
  const isFound = (body: string) => hasMark(body, { marker: mark, page: 0 });
  const markHtml = (text: string) => `<p><em>${text}</em></p>`;

  it.each([
    ['ours', `<p>Hi</p>${markHtml(mark)}`],
    ['of an older version', `<p>Hi</p><p>[${mark}]</p>`],
    ['after HubSpot’s editor', `<div><p style="margin:0;"><em style="color:red"> ${mark} </em></p></div>`],
    ['an older one after HubSpot’s editor', `<p style="margin:0;">[${mark}]</p>`],
  ])('is found: %s', (_case, body) => expect(isFound(body)).toBe(true));

  it.each([
    ['another chat', markHtml('JivoChat chat 71')],
    ['another part', markHtml(`${mark} · 2`)],
    [
      'typed by the visitor',
      conversationPages(conversation({ messages: [say(`${mark}\n[${mark}]`)] })).join(''),
    ],
    [
      'in the visitor’s name',
      conversationPages(conversation({ title: mark, visitorName: mark, messages: [say('x')] })).join(''),
    ],
  ])('is not: %s', (_case, body) => expect(isFound(body)).toBe(false));
});
