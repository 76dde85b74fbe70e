import { readFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { SANDBOX_TOKEN } from '../../emulators/hubspot';
import { newChat, talk } from '../e2e/hubspot/world';
import { chromium, startConsole, type ConsoleWorld } from './kit';

const ROOT = resolve(__dirname, '../..');
const AXE = join(ROOT, 'node_modules/axe-core/axe.min.js');
/** `SCREENSHOTS=dist/console npx jest test/console/browser` keeps a picture of every view in that folder. */
const PICTURES = process.env.SCREENSHOTS;
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `ALL_BROWSER=1` looks at every one. */
const SIZES = (
  [
    [390, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
  ] as const
).slice(0, process.env.ALL_BROWSER ? 4 : 1);

const withBrowser = chromium ? describe : describe.skip;
if (!chromium) it.skip('no browser is installed: apt-get install chromium', () => undefined);
jest.setTimeout(120_000);

withBrowser('the console in a browser', () => {
  let browser: Browser;
  let site: ConsoleWorld;
  let paths: string[];

  beforeAll(async () => {
    site = await startConsole();
    browser = await playwright.launch({ executablePath: chromium, args: ARGS });
    const { world } = site;
    const tom = newChat({ name: 'Tom Clifton', email: 'tom.clifton@example.com', phone: '+14155552671' });
    await world.send(tom.accepted());
    await world.send(tom.finished(talk(4)));
    await world.send(newChat({ name: 'مريم', email: 'maryam@example.com' }).accepted());
    await world.send(
      newChat({ name: `<b>${'long name '.repeat(12)}`, email: 'long@example.com' }).accepted(),
    );
    await world.send(newChat().accepted());
    world.hubspot.tokens.revoke(SANDBOX_TOKEN);
    await world.send(newChat({ name: 'Ada', email: 'ada@example.com' }).accepted());
    world.hubspot.tokens.grant(SANDBOX_TOKEN);
    const events = await world.deps().store.histories.done({ limit: 10 });
    const chatOf = events.find(({ history }) => history?.event === 'chat_finished')!;
    paths = [
      '/send',
      '/crm',
      '/live',
      `/event/${chatOf.key}`,
      '/parked',
      '/people?who=tom.clifton%40example.com',
      '/rules',
      '/health',
    ];
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  async function open(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme,
      bypassCSP: false,
    });
    const page = await context.newPage();
    await page.goto(site.entrance);
    return page;
  }

  it.each(SIZES)(
    'every view at %d px, %s: usable by everybody, nothing beside the page',
    async (width, scheme) => {
      const page = await open(width, scheme);
      const errors: string[] = [];
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      page.on('pageerror', (error) => errors.push(error.message));
      const axe = readFileSync(AXE, 'utf8');
      for (const path of paths) {
        await page.goto(site.origin + path);
        await page.evaluate(axe);
        const { violations } = await page.evaluate<{
          violations: { id: string; impact: string; nodes: { html: string }[] }[];
        }>('axe.run()');
        const serious = violations
          .filter(({ impact }) => ['serious', 'critical'].includes(impact))
          .map(({ id, nodes }) => `${path} ${id} ${nodes[0]!.html.slice(0, 120)}`);
        expect(serious).toEqual([]);
        const beside = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        expect([path, Math.max(0, beside)]).toEqual([path, 0]);
        if (PICTURES) await picture(page, path, width, scheme);
      }
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );

  it('a story: a visitor writes, an agent accepts and finishes; the CRM has it; the event says why', async () => {
    const page = await open(1280, 'light');
    await page.goto(`${site.origin}/send`);
    await page.getByLabel('Name').fill('Grace Hopper');
    await page.getByLabel('E-mail').fill('grace@example.com');
    await page.getByLabel('Message').fill('Is there a <b>discount</b> for teams?');
    await page.getByRole('button', { name: 'Visitor writes' }).click();
    await page.getByRole('button', { name: 'Agent accepts the chat' }).click();
    await page.getByText('New lead').waitFor();
    await page.getByRole('button', { name: 'Chat is finished' }).click();
    await page.getByText('chat_accepted, chat_finished').waitFor();
    await page.getByRole('link', { name: 'CRM', exact: true }).click();
    await page.getByText('grace@example.com').first().waitFor();
    await page.getByText('Is there a <b>discount</b> for teams?').first().waitFor();
    await page.getByRole('link', { name: 'Live' }).click();
    await page.getByRole('link', { name: 'chat_finished' }).first().click();
    await page.getByText(/was found by the chat/).waitFor();
    await page.getByRole('heading', { name: /^Note \d+/ }).waitFor();
    await page.context().close();
  });

  it('shows what comes while somebody looks, and works without JavaScript', async () => {
    const page = await open(1280, 'light');
    await page.goto(`${site.origin}/live`);
    await page.getByText('Live: events show as they come.').waitFor();
    await site.world.send(newChat({ name: 'Just Now', email: 'now@example.com' }).accepted());
    await page.getByText('Just Now').waitFor();
    await page.context().close();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(site.entrance);
    await plain.getByRole('link', { name: 'Live' }).click();
    await plain.getByText('Just Now').waitFor();
    await plain.keyboard.press('Tab');
    expect(await plain.locator(':focus').innerText()).toBe('Skip to the content');
    await context.close();
  });

  it('replays what is parked, with the keyboard alone', async () => {
    const page = await open(390, 'dark');
    await page.goto(`${site.origin}/parked`);
    await page.getByRole('button', { name: 'Try again …' }).press('Enter');
    await page.getByText('1 events are due at once').waitFor();
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await page.getByText('1 events are due again.').waitFor();
    await site.world.retry();
    expect(await site.world.deps().store.queues.parked({ account: 'hubspot', limit: 5 })).toEqual([]);
    await page.context().close();
  });
});

async function picture(page: Page, path: string, width: number, scheme: string): Promise<void> {
  const folder = join(ROOT, PICTURES!);
  mkdirSync(folder, { recursive: true });
  const [, name = 'page'] = path.split(/[/?]/);
  await page.screenshot({
    path: join(folder, `console-${name}-${width}-${scheme}.jpg`),
    type: 'jpeg',
    quality: 72,
  });
}
