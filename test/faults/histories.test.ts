import { storyOf } from '../../console/events/story';
import { newChat, talk } from '../e2e/hubspot/world';
import { CRMS, type Crm } from './kit/crms';
import { cellName, cellsOf, drainAll, record, worldAfter, type Cell } from './kit/matrix';
import type { Scenario } from './kit/scenarios';
import { sideBySide } from './kit/side-by-side';

/** `npm test` plays one cell in so many; `ALL_FAULTS=1` all of them. */
const STEP = process.env.ALL_FAULTS ? 1 : 13;
const WIDTH = 8;
const AMPLE_MS = 20_000;
const EMAIL = 'tom@gmail.com';
const chat = newChat({ name: 'Tom', email: EMAIL });
const chatId = String(chat.chatId);
const FINISHED: Scenario = {
  name: 'a chat of a new person is finished',
  before: [],
  event: () => chat.finished(talk(3)),
};

it.each(CRMS.map((crm) => [crm.label, crm] as const))(
  'what explain tells is what %s saw, whatever a request is met by',
  async (_label, crm) => {
    const cells = cellsOf(crm, await record(crm, FINISHED)).filter(({ crm: fault }) => fault);
    const played = cells.filter((_, index) => index % STEP === STEP >> 1);
    const problems = await sideBySide(played, WIDTH, (cell) => problemsOf(crm, cell));
    process.stdout.write(`Histories, ${crm.label}: ${played.length} of ${cells.length} cells\n`);
    expect(played.length).toBeGreaterThan(2);
    expect(problems.flat()).toEqual([]);
  },
  600_000,
);

const TOLD = /^(\w+).*: (\d+|no answer), .*$/;
/** HTTP's word for the one a client tells. */
const METHODS: Readonly<Record<string, string>> = {
  create: 'POST',
  update: 'PATCH',
  read: 'GET',
  describe: 'GET',
};

function toldAs(request: string): string {
  return request.replace(TOLD, (_all, verb: string, end: string) => `${METHODS[verb] ?? verb}: ${end}`);
}

/** Salesforce is asked in one way for one query, in another for several. */
const QUERY = /^\/services\/data\/v[\d.]+\/(composite|query)$/;

/** Requests that run side by side are told in the order of their ends. */
function comparable(requests: readonly string[], withoutEnd: boolean): string[] {
  return requests.map((request) => (withoutEnd ? request.split(':')[0]! : request)).toSorted();
}

async function problemsOf(crm: Crm, cell: Cell): Promise<string[]> {
  const world = await worldAfter(crm, FINISHED);
  try {
    const hangs = cell.crm!.kind.startsWith('hang');
    if (!hangs) world.answerWithin(AMPLE_MS);
    world.hit(cell.crm!, cell.nth);
    await world.send(FINISHED.event(world.link('warm@gmail.com')));
    await drainAll(world);
    const done = await world.table.store.histories.done({ limit: 10 });
    const event = done.find(({ history }) => history?.chat === chatId)!;
    const { requests, sentences } = storyOf(event);
    const saw = world
      .answered()
      .filter(({ path }) => !crm.isSignIn(path))
      .map(({ method, path, status }) => `${QUERY.test(path) ? 'query' : method}: ${status ?? 'no answer'}`);
    const told = requests.map(toldAs);
    // What nobody listened to is told, and was seen by nobody.
    if (cell.crm!.kind === 'refused') {
      const refused = told.findIndex((one) => one.endsWith('no answer'));
      if (refused >= 0) told.splice(refused, 1);
    }
    const failed = sentences.filter((sentence) => sentence.startsWith('An attempt failed'));
    const { person, conversation } = world.idsOf(EMAIL, chatId);
    const name = cellName(crm, cell);
    const differs = (what: string, actual: unknown, wanted: unknown) =>
      JSON.stringify(actual) === JSON.stringify(wanted)
        ? []
        : [`${name}: ${what} ${JSON.stringify(actual)}, in truth ${JSON.stringify(wanted)}`];
    return [
      // What hangs is ended by the reply's deadline, and with it whatever is asked beside it: who saw what answer may differ.
      ...differs('requests', comparable(told, hangs), comparable(saw, hangs)),
      ...differs('failed attempts', failed.length, event.attempts - 1),
      ...differs('record', event.history?.record?.id, person),
      ...differs('note', event.history?.wrote?.note, conversation),
    ];
  } finally {
    await world.close();
  }
}
