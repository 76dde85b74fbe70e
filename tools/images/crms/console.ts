import type { Browser } from 'playwright-core';
import { startConsole } from '../../../test/console/kit';
import { newChat, type World } from '../../../test/e2e/hubspot/world';
import { SITUATIONS } from '../situations';
import type { DrawnCrm } from './drawn-crm';
import type { Picture } from '../picture';

const WIDTH = 1_180;
const HEIGHT = 700;

/** The console after a handful of situations: the newest events, and the story of one. */
export async function consolePictures(browser: Browser, picture: Picture): Promise<void> {
  const site = await startConsole();
  const { world } = site;
  await play(world);
  const done = await world.deps().store.histories.done({ limit: 50 });
  const told = done.find(({ history }) => history?.event === 'chat_finished')!;
  const page = await browser.newPage({
    viewport: { width: WIDTH, height: HEIGHT },
    colorScheme: 'light',
    // The page's own stylesheet and script are all it may load.
    bypassCSP: false,
  });
  await page.goto(site.entrance);
  for (const [name, path] of [
    ['console-live', '/live'],
    ['console-event', `/event/${told.key}`],
  ] as const) {
    await page.goto(site.origin + path);
    await picture(page, { x: 0, y: 0, width: WIDTH, height: HEIGHT }, name);
  }
  await page.close();
  await site.close();
}

/** A day of a shop: what is known, new, put off, refused, nobody and back again. */
async function play(world: World): Promise<void> {
  const { faults } = world.hubspot;
  const seed: DrawnCrm['seed'] = ({ first, last, email, phone, company = '' }) => {
    world.hubspot.seedContact({ firstname: first, lastname: last, email, phone, company });
  };
  const known = { ...world, seed, activities: () => [], fail: () => undefined, mend: () => undefined };
  await SITUATIONS.find(({ name }) => name === 'known customer')!.play(known);
  await world.send(newChat({ name: 'Ravi Patel', email: 'ravi@patel.example' }).accepted());
  faults.add({ kind: 'server-error', status: 503, times: Infinity });
  await world.send(newChat({ name: 'Ada Byron', email: 'ada@byron.example' }).accepted());
  faults.clear();
  await world.send(newChat().accepted());
  const body = { status: 'error', category: 'MISSING_SCOPES', message: 'missing' };
  faults.add({ kind: 'answer', status: 403, body, times: Infinity });
  await world.send(newChat({ name: 'Dana Kim', email: 'dana@kim.example' }).accepted());
  faults.clear();
  const lena = newChat({ name: 'Lena Hoff', email: 'lena@hoff.example', phone: '+4930901820' });
  await world.send(lena.offline('Do you ship to Peru?\nPlease call me after nine.'));
  await world.send(newChat({ name: 'Zoë Brandt', email: 'zoe@brandt.example' }).accepted());
}
