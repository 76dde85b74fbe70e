/**
 * `npm run docs:images`: plays the situations in three languages through the real handlers and an emulated HubSpot, draws
 * what agents, salespeople and operators see, and keeps the pictures in docs/images.
 */
import { mkdirSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { startWorld, type World } from '../../test/e2e/hubspot/world';
import { startSalesforceWorld } from '../../test/e2e/salesforce/world';
import { consolePictures } from './console';
import { FOLDER, picture } from './picture';
import { sheetHtml, type Drawn } from './sheet';
import { COMMON, SITUATIONS } from './situations';

const LANGUAGES = ['en', 'pt-BR', 'ru'] as const;
/** On the page that people read first. */
const FIRST = 'known customer';
const ARGS = '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking'.split(
  ' ',
);
const IN_A_ROW = 3;

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ARGS });
  const page = await browser.newPage({ viewport: { width: 1180, height: 100 } });
  for (const language of LANGUAGES) {
    const drawn: Drawn[] = [];
    for (const situation of SITUATIONS) {
      const world = await startWorld({
        env: { LANGUAGE: language, TIME_ZONE: 'Europe/Berlin', HUBSPOT_DEFAULT_OWNER: 'anna@example.com' },
      });
      const reply = await situation.play(world);
      drawn.push({ name: situation.name, reply, activities: activitiesOf(world) });
      await world.close();
    }
    await sheets(page, language, drawn, 'situations');
    await sheets(page, language, await inSalesforce(language), 'salesforce');
    if (language !== 'en') continue;
    const first = drawn.filter(({ name }) => name === FIRST);
    await page.setContent(await sheetHtml({ language, drawn: first, isWhole: true }));
    await kept(page, '.card', 'card');
    await kept(page, 'article', 'note');
  }
  await consolePictures(browser, picture);
  await browser.close();
}

function activitiesOf({ hubspot }: World): [string, string][] {
  return [
    ...hubspot.notes().map(({ properties }): [string, string] => ['', properties.hs_note_body ?? '']),
    ...hubspot
      .tasks()
      .map(({ properties }): [string, string] => [
        properties.hs_task_subject ?? '',
        properties.hs_task_body ?? '',
      ]),
    ...hubspot
      .calls()
      .map(({ properties }): [string, string] => [
        properties.hs_call_title ?? '',
        properties.hs_call_body ?? '',
      ]),
  ];
}

async function kept(page: Page, selector: string, name: string): Promise<void> {
  await picture(page, (await page.locator(selector).first().boundingBox())!, name);
}

async function sheets(page: Page, language: string, drawn: readonly Drawn[], name: string): Promise<void> {
  for (let part = 0; part * IN_A_ROW < drawn.length; part++) {
    const row = drawn.slice(part * IN_A_ROW, (part + 1) * IN_A_ROW);
    await page.setContent(await sheetHtml({ language, drawn: row }));
    await kept(page, 'body', `${name}-${language.toLowerCase()}-${part + 1}`);
  }
}

/** Tasks, whose text is plain: those of chats and calls are done when they are made. */
async function inSalesforce(language: string): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (const situation of COMMON) {
    const world = await startSalesforceWorld({ env: { LANGUAGE: language, TIME_ZONE: 'Europe/Berlin' } });
    const reply = await situation.play(world);
    const activities = world.salesforce
      .tasks()
      .map(({ fields }): [string, string] => [
        String(fields.Subject ?? ''),
        String(fields.Description ?? ''),
      ]);
    await world.close();
    drawn.push({ name: situation.name, reply, activities, isPlain: true });
  }
  return drawn;
}

void main();
