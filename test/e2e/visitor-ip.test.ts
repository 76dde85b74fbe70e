import { newChat, startWorld, talk } from './hubspot/world';
import { startPipedriveWorld } from './pipedrive/world';
import { startSalesforceWorld } from './salesforce/world';

const IP = '203.0.113.7';
const SESSION = { session: { geoip: { city: 'Berlin', country: 'Germany' }, ip_addr: IP } };

/** A chat in each CRM. @returns everything the CRM has of it. */
const WRITTEN: Record<string, (env: Record<string, string>) => Promise<unknown>> = {
  async HubSpot(env) {
    await using world = closing(await startWorld({ env }));
    await play(world);
    return [world.hubspot.contacts(), world.hubspot.notes()];
  },
  async Salesforce(env) {
    await using world = closing(await startSalesforceWorld({ env }));
    await play(world);
    return [world.salesforce.leads(), world.salesforce.tasks()];
  },
  async Pipedrive(env) {
    await using world = closing(await startPipedriveWorld({ env }));
    const place = world.pipedrive.defineField('JivoChat place', 'text').field_code;
    world.restart({ PIPEDRIVE_LEAD_FIELDS: `place=${place}` });
    await play(world);
    return [world.pipedrive.persons(), world.pipedrive.notes()];
  },
};

function closing<W extends { close(): Promise<void> }>(world: W): W & AsyncDisposable {
  return Object.assign(world, { [Symbol.asyncDispose]: () => world.close() });
}

async function play({ send }: { send: (body: unknown) => Promise<unknown> }): Promise<void> {
  const chat = newChat({ email: 'tom@example.com' });
  await send(chat.accepted({}, SESSION));
  await send(chat.finished(talk(2), {}, SESSION));
}

describe.each(Object.entries(WRITTEN))('the visitor’s IP address in %s', (_label, written) => {
  it('stands nowhere, the place does', async () => {
    const text = JSON.stringify(await written({}));
    expect(text).not.toContain(IP);
    expect(text.match(/Berlin, Germany/g)!.length).toBeGreaterThanOrEqual(2);
  });

  it('stands where the place does if it is wanted', async () => {
    const text = JSON.stringify(await written({ VISITOR_IP: 'show' }));
    expect(text.match(/Berlin, Germany \(203\.0\.113\.7\)/g)!.length).toBeGreaterThanOrEqual(2);
  });
});
