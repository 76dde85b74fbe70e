import { newChat, talk } from '../hubspot/world';
import { ALL_WORLDS, type CompanyWorld } from './worlds';

let world: CompanyWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const FILE = `
language: es
channels: { PT1: { name: loja, language: pt-BR }, PT2: { language: pt-BR }, X1: shop }
accounts: { hubspot: { ready: off, language: de } }
rules: [{ name: shop, when: { channel: loja }, then: { source: Loja } }]
`;

describe.each(ALL_WORLDS)('the language with %s', (_, start) => {
  it('is the channel’s, else the account’s, else the file’s, of card and note alike', async () => {
    world = await start(FILE, { LANGUAGE: 'fr' });
    const usual = world.account === 'hubspot' ? ['Neuer Lead', 'Seite'] : ['Nuevo lead', 'Página'];
    for (const [widget, card, label] of [
      ['PT1', 'Novo lead', 'Página'],
      ['PT2', 'Novo lead', 'Página'],
      ['X1', ...usual],
    ]) {
      const before = world.notes().length;
      const chat = newChat({ email: `tom@${widget!.toLowerCase()}.example.com` });
      const { reply } = await world.send({ ...chat.accepted(), widget_id: widget });
      expect([widget, reply.custom_data![0]!.content]).toEqual([widget, card]);
      await world.send({ ...chat.finished(talk(2)), widget_id: widget });
      expect(world.notes().length).toBe(before + 1);
      expect(world.notes().at(-1)).toContain(label);
    }
    expect(world.leads()[0]!.source ?? 'Loja').toBe('Loja');
  });

  it('is that of what was removed as well; who types the same words has nothing removed', async () => {
    world = await start('{ language: de, mask: [cards, ibans] }');
    const message =
      'Charge 4111 1111 1111 1111. [Kartennummer entfernt] [card number removed] [\uFDD0IBAN removed]';
    const chat = newChat({ email: 'card@example.org' });
    await world.send(chat.finished([{ type: 'visitor', message, timestamp: 1_000 }]));
    await world.send(newChat({ email: 'off@example.org', name: 'Off' }).offline(message));
    for (const text of [world.notes()[0]!, world.tasks()[0]!.text]) {
      expect(text).toContain(
        'Charge [Kartennummer entfernt]. [Kartennummer entfernt] [card number removed] [\uFFFDIBAN removed]',
      );
      expect(text).not.toMatch(/4111|\uFDD0|IBANs entfernt/);
    }
    expect(world.notes()[0]).toMatch(/Entfernte Kartennummern: (<span[^>]*>)?1\D/);
    // The same event again is the same event.
    await world.send(chat.finished([{ type: 'visitor', message, timestamp: 1_000 }]));
    expect(world.notes()).toHaveLength(1);
    expect(JSON.stringify(await world.rows())).not.toMatch(/4111 ?1111/);
  });
});
