import { newChat } from '../hubspot/world';
import { ALL_WORLDS, type CompanyWorld } from '../company/worlds';

let world: CompanyWorld;
afterEach(() => world.close());

describe.each(ALL_WORLDS)('what people see with %s', (_, start) => {
  it('a task begins with what the visitor wrote and says every way to reach them', async () => {
    world = await start('');
    const lena = newChat({
      name: 'Lena Hoff',
      email: 'lena@hoff.example',
      phone: '+4930901820',
      social: { telegram: 'lena_hoff' },
    });
    await world.send(lena.offline('Do you ship to Peru?\nPlease call me after nine.'));
    const [task] = world.tasks();
    expect(task!.subject).toMatch(/^Do you ship to Peru\? Please call me after nine\. – /);
    for (const told of ['Lena Hoff', 'lena@hoff.example', '+4930901820', 'https://t.me/lena_hoff'])
      expect(task!.text).toContain(told);
    // Plain text has addresses that its reader's program makes links of; what HTML a CRM keeps is its own affair.
    if (world.account === 'hubspot') {
      expect(task!.text).toContain('<a href="mailto:lena@hoff.example">');
      expect(task!.text).toContain('<a href="tel:+4930901820">');
    }
    if (world.account !== 'salesforce') expect(task!.text).toContain('<a href="https://t.me/lena_hoff">');
    expect(Date.parse(task!.dueAt)).toBeLessThan(Date.now() + 4 * 86_400_000);
  });

  it('a name stands on the card once', async () => {
    world = await start('', { CARD_DEALS: 'on', CARD_ACTIVITY: 'on' });
    await world.send(newChat({ name: 'Zoe Brandt', email: 'zoe@brandt.example' }).accepted());
    for (const visitor of [{ name: 'Zoe', email: 'zoe@brandt.example' }, { email: 'zoe@brandt.example' }]) {
      const { reply } = await world.send(newChat(visitor).accepted());
      expect(JSON.stringify(reply).match(/Zoe Brandt/g)).toHaveLength(1);
      expect(JSON.stringify(reply.custom_data)).not.toContain('zoe@brandt.example');
    }
  });
});
