import { newChat, talk } from '../e2e/hubspot/world';
import type { DeployedWorld } from './deployed';

/** What is measured only when something else goes wrong, or of a CRM that is not used. */
const NOT_MEASURED_ON_A_GOOD_DAY = /salesforce|throttle|records-shown/;

/**
 * A day of the deployed stack in short: an event, an event while the CRM is down, the worker, the log, the alarms.
 * @returns what is wrong, each in words that name it; nothing when all is well.
 */
export async function examine(world: DeployedWorld): Promise<string[]> {
  const { account } = world;
  const stack = world.stack();
  if (stack.status !== 'UPDATE_COMPLETE') return [`the stack is in ${stack.status}: ${failures(world)}`];
  const complaints = [...(await liveEvent(world)), ...(await lateEvent(world))];
  await account.forward(10);
  return [
    ...complaints,
    ...new Set(
      account.identities.refusals.map(
        ({ caller, action, resource }) => `${caller} may not ${action} on ${resource}`,
      ),
    ),
    ...silentFunctions(world),
    ...blindAlarms(world),
    ...alarmsInTrouble(world),
    ...keptForEver(world),
  ];
}

/** The reasons of the resources that failed, oldest first. */
export function failures(world: DeployedWorld): string {
  return world
    .stack()
    .events.filter(({ status }) => status.endsWith('_FAILED'))
    .map(({ logicalId, reason }) => `${logicalId}: ${reason}`)
    .join('; ');
}

async function liveEvent(world: DeployedWorld): Promise<string[]> {
  const { status } = await world.post(newChat({ email: 'live@example.com' }).accepted());
  if (status !== 200) return [`an event was answered with ${status}; ${whatTheLogSays(world)}`];
  return world.hubspot.contacts().length === 1 ? [] : ['an event made no contact'];
}

async function lateEvent(world: DeployedWorld): Promise<string[]> {
  world.hubspot.faults.add({ kind: 'server-error', status: 503, times: Infinity });
  const chat = newChat({ email: 'late@example.com' });
  await world.post(chat.finished(talk(3)));
  world.hubspot.faults.clear();
  await world.account.forward(5);
  const found = world.hubspot
    .notes()
    .some(({ properties }) => properties.hs_note_body?.includes(String(chat.chatId)));
  return found
    ? []
    : [`an event that came while the CRM was down was not worked off; ${whatTheLogSays(world)}`];
}

function whatTheLogSays({ account }: DeployedWorld): string {
  const lines = account.functions.names.flatMap(
    (name) => account.logs.find(`/aws/lambda/${name}`)?.events ?? [],
  );
  const errors = lines.map(({ message }) => message).filter((message) => /ERROR|Error/.test(message));
  return `the log says: ${[...new Set(errors.map((line) => line.slice(0, 400)))].join(' | ') || 'nothing'}`;
}

function silentFunctions({ account }: DeployedWorld): string[] {
  return account.functions.names
    .filter((name) => (account.logs.find(`/aws/lambda/${name}`)?.events.length ?? 0) === 0)
    .map((name) => `${name} has written nothing to /aws/lambda/${name}`);
}

/** An alarm over a metric that nobody measures never rings. */
function blindAlarms({ account }: DeployedWorld): string[] {
  const now = account.place.clock.now() + 1;
  return account.alarms
    .all()
    .filter(({ properties: { AlarmName } }) => !NOT_MEASURED_ON_A_GOOD_DAY.test(AlarmName))
    .filter(({ properties: { Namespace = '', MetricName = '', Dimensions = [] } }) => {
      const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
      return (
        account.metrics.values({ namespace: Namespace, name: MetricName, dimensions }, 0, now).length === 0
      );
    })
    .map(({ properties: { AlarmName } }) => `the alarm ${AlarmName} watches a metric that nobody measures`);
}

function alarmsInTrouble({ account }: DeployedWorld): string[] {
  return account.alarms
    .all()
    .filter(({ state }) => state === 'ALARM')
    .map(({ properties: { AlarmName } }) => `the alarm ${AlarmName} rings although all is well`);
}

/** Rows end by the attribute that the table looks at. */
function keptForEver(world: DeployedWorld): string[] {
  const table = world.account.tables.get(world.output('TableName'));
  const { TimeToLive } = table.settings;
  if (!TimeToLive?.Enabled) return ['the table never forgets: it has no time to live'];
  const items = table.journal.itemsAt(Infinity);
  if (items.some((item) => TimeToLive.AttributeName in item)) return [];
  return [`no row has the attribute ${TimeToLive.AttributeName} by which the table would forget it`];
}
