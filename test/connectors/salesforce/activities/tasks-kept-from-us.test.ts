import { newChat, talk } from '../../../e2e/hubspot/world';
import { startSalesforceWorld, type SalesforceWorld } from '../../../e2e/salesforce/world';

let world: SalesforceWorld;
afterEach(() => world.close());

const parked = () => world.lines.find(({ message }) => message.startsWith('Event parked'));
/** Now, or by the worker: a busy machine may take the reply's deadline. */
async function saved(event: object) {
  await world.send(event);
  await world.retryLater();
}

it('a task whose answer was lost is found again where its kind is hidden from us', async () => {
  world = await startSalesforceWorld({ hiddenFields: ['Task.TaskSubtype'] });
  const chat = newChat({ email: 'tom@example.com' });
  await saved(chat.accepted());
  world.salesforce.faults.add({ kind: 'reset-after', method: 'POST', path: 'sobjects/Task', nth: 2 });
  await saved(chat.finished(talk(2)));
  expect(parked()).toBeUndefined();
  expect(world.salesforce.tasks()).toHaveLength(1);
});

it('a conversation goes on in another task where a rule forbids every edit of a completed one', async () => {
  world = await startSalesforceWorld();
  const when = { field: 'Status', matches: '^Completed$' };
  world.salesforce.addValidationRule({ type: 'Task', message: 'Closed is closed.', on: 'update', when });
  const chat = newChat({ email: 'tom@example.com' });
  await saved(chat.finished(talk(2)));
  const [first] = world.salesforce.tasks();
  await saved(chat.finished(talk(4)));
  const [before, after, ...others] = world.salesforce.tasks();
  expect(others).toEqual([]);
  expect(before).toEqual(first);
  expect(String(after!.fields.Description).length).toBeGreaterThan(String(first!.fields.Description).length);
  expect(parked()).toBeUndefined();
});
