import type { Crm } from './kit/crms';
import { hubspotAfterSetup, UNTOUCHED_HUBSPOT } from './kit/hubspot-after-setup';
import { cellsOf, record, runCell } from './kit/matrix';
import { scenarios, type Scenario } from './kit/scenarios';
import { sideBySide } from './kit/side-by-side';

const SET_UP = hubspotAfterSetup();
const WIDTH = 8;

/** Requests until all is done, over every request whose answer is lost. */
async function requestsAfterDoubt(crm: Crm, scenario: Scenario) {
  const recorded = await record(crm, scenario);
  const cells = cellsOf(crm, recorded).filter(({ crm: fault }) => fault?.kind === 'reset-after');
  const results = await sideBySide(cells, WIDTH, (cell) => runCell(crm, cell));
  for (const { state } of results) expect(state).toEqual(recorded.state);
  return {
    faultless: recorded.crmRequests.length,
    inDoubt: results.flatMap(({ requests }) => requests).length,
  };
}

/** `npm test` plays a note, a task and a call. */
const MAKE_ACTIVITIES = [
  'chat_finished, several notes',
  'offline_message, known',
  'call_event, start',
  ...(process.env.ALL_FAULTS ? ['chat_finished', 'chat_finished, first of its person'] : []),
];

it.each(MAKE_ACTIVITIES)('after setup a lost answer costs HubSpot fewer requests: %s', async (name) => {
  const scenario = scenarios().find((one) => one.name === name)!;
  const without = await requestsAfterDoubt(UNTOUCHED_HUBSPOT, scenario);
  const withKeys = await requestsAfterDoubt(SET_UP, scenario);
  expect(withKeys.faultless).toBe(without.faultless);
  expect(withKeys.inDoubt).toBeLessThan(without.inDoubt);
  process.stdout.write(`${name}: ${without.inDoubt} requests without keys, ${withKeys.inDoubt} with\n`);
});
