/**
 * `npm run docs:images`: plays the situations in three languages through the real handlers and each emulated CRM, draws
 * what agents, salespeople and operators see, and keeps the pictures in docs/images. `npm run docs:images -- <crm>` draws one CRM's.
 */
import { mkdirSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { CONNECTOR_NAMES } from '../../connectors/registry';
import { loadWords } from '../../text/languages/load';
import { consolePictures } from './crms/console';
import type { CrmPictures } from './crms/drawn-crm';
import { FOLDER, picture } from './picture';
import { sheetHtml, type Drawn } from './sheet';
import { SITUATIONS } from './situations';

const LANGUAGES = ['en', 'pt-BR', 'ru'] as const;
/** On the page that people read first. */
const FIRST = { crm: CONNECTOR_NAMES[0], language: 'en', situation: 'known customer' };
const ARGS = '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking'.split(
  ' ',
);
const IN_A_ROW = 3;
/** In the page. */
const CUT = `for (const sheet of document.querySelectorAll('.sheet'))
  sheet.classList.toggle('cut', sheet.scrollHeight > sheet.clientHeight + 1)`;

async function main(only?: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ARGS });
  const page = await browser.newPage({ viewport: { width: 1180, height: 100 } });
  for (const crm of CONNECTOR_NAMES.filter((name) => !only || name === only)) {
    const { pictures } = (await import(`./crms/${crm}`)) as { pictures: CrmPictures };
    for (const language of LANGUAGES) await sheets(page, crm, language, await drawnIn(pictures, language));
  }
  if (!only) await consolePictures(browser, picture);
  await browser.close();
}

async function drawnIn(pictures: CrmPictures, LANGUAGE: string): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (const { name, play } of SITUATIONS.filter((each) => pictures.only?.includes(each.name) ?? true)) {
    const env = { LANGUAGE, TIME_ZONE: 'Europe/Berlin', CARD_DEALS: 'on', CARD_ACTIVITY: 'on' };
    const world = await pictures.open(env);
    const reply = await play(world);
    drawn.push({ name, reply, activities: world.activities(), isPlain: world.isPlain });
    await world.close();
  }
  return drawn;
}

async function sheets(
  page: Page,
  crm: string,
  language: (typeof LANGUAGES)[number],
  drawn: readonly Drawn[],
): Promise<void> {
  const words = await loadWords(language);
  for (let part = 0; part * IN_A_ROW < drawn.length; part++) {
    const row = drawn.slice(part * IN_A_ROW, (part + 1) * IN_A_ROW);
    await show(page, await sheetHtml({ language, words, drawn: row }));
    await kept(page, 'body', `${crm}-${language.toLowerCase()}-${part + 1}`);
  }
  if (crm !== FIRST.crm || language !== FIRST.language) return;
  const first = drawn.filter(({ name }) => name === FIRST.situation);
  await show(page, await sheetHtml({ language, words, drawn: first, isWhole: true }));
  await kept(page, '.card', 'card');
  await kept(page, 'article', 'note');
}

/** What is longer than its place fades out. */
async function show(page: Page, html: string): Promise<void> {
  await page.setContent(html);
  await page.evaluate(CUT);
}

async function kept(page: Page, selector: string, name: string): Promise<void> {
  await picture(page, (await page.locator(selector).first().boundingBox())!, name);
}

void main(process.argv[2]);
