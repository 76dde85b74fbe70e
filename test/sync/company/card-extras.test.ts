import { CrmUnavailableError } from '../../../connectors/errors';
import type { CardExtras, OpenDeal } from '../../../leads/card/open-deals';
import type { CrmRecord } from '../../../leads/record';
import type { EventRun } from '../../../sync/event-run';
import { beginCardExtras } from '../../../sync/company/card-extras';
import { words } from '../../../text/languages/en';

const DEAL: OpenDeal = { name: 'Relaunch', stage: 'Negotiation', amount: { value: 1_200, currency: 'EUR' } };
const RECORD = { ref: { type: 'contact', id: '1' } } as CrmRecord;

function given({
  ask = () => Promise.resolve({ deals: [DEAL, DEAL], lastActivity: { at: 1, by: 'Anna' } }),
  leftMs = 2_000,
  live = true,
  detail = 'full',
  cardDeals = 'on',
  cardActivity = 'off',
  event = 'chat_accepted',
}: {
  ask?: () => Promise<CardExtras>;
  leftMs?: number;
  live?: boolean;
  detail?: string;
  cardDeals?: string;
  cardActivity?: string;
  event?: string;
} = {}) {
  const cardExtras = jest.fn(ask);
  const run = {
    ...{ live, words, waitUntil: Date.now() + leftMs },
    ...{ event: { name: event }, session: { cardExtras }, decision: {} },
    deps: {
      now: () => Date.now(),
      settings: { replyDetail: detail, cardDeals, cardActivity, cardLines: ['deal', 'activity'] },
      log: { info: () => undefined },
    },
  } as unknown as EventRun;
  return { run, cardExtras };
}

it('are told in words', async () => {
  const { run } = given();
  expect(await beginCardExtras(run, RECORD)()).toEqual({
    deal: 'Relaunch · Negotiation · €1,200 (+ 1 more)',
    lastActivity: { at: 1, by: 'Anna' },
  });
});

it.each([
  ['the reply budget is short', { leftMs: 700 }],
  ['nobody waits', { live: false }],
  ['the reply is minimal', { detail: 'minimal' }],
  ['nobody wants them', { cardDeals: 'off' }],
  ['the event has no card', { event: 'chat_finished' }],
])('are not asked for where %s', async (_, parts) => {
  const { run, cardExtras } = given(parts);
  expect(await beginCardExtras(run, RECORD)()).toEqual({});
  expect(cardExtras).not.toHaveBeenCalled();
});

it.each([
  [{}, { deals: true, activity: false }],
  [{ cardActivity: 'on' }, { deals: true, activity: true }],
  [
    { cardDeals: 'off', cardActivity: 'on' },
    { deals: false, activity: true },
  ],
])('only what the settings want is asked for: %j', async (settings, wanted) => {
  const { run, cardExtras } = given(settings);
  await beginCardExtras(run, RECORD)();
  expect(cardExtras).toHaveBeenCalledWith(RECORD, wanted);
});

it('are not asked for of whoever is new', async () => {
  const { run, cardExtras } = given();
  expect(await beginCardExtras(run, undefined)()).toEqual({});
  expect(cardExtras).not.toHaveBeenCalled();
});

it('that do not come cost no reply', async () => {
  const { run } = given({ leftMs: 850, ask: () => new Promise(() => undefined) });
  expect(await beginCardExtras(run, RECORD)()).toEqual({});
  expect(Date.now()).toBeLessThan(run.waitUntil);
});

it.each([
  ['the CRM is down', new CrmUnavailableError('down', { crm: 'X', operation: 'y' })],
  ['something else is wrong', new TypeError('no')],
])('are none where %s', async (_, error) => {
  const { run } = given({ ask: () => Promise.reject(error) });
  expect(await beginCardExtras(run, RECORD)()).toEqual({});
});
