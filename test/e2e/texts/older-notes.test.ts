import { newChat, startWorld, talk, type World } from '../hubspot/world';
import { startSalesforceWorld, type SalesforceWorld } from '../salesforce/world';

/** Notes as version 0.1.0 wrote them, word for word. */
const older = {
  hubspot: (chat: number | string) =>
    '<p><strong>JivoChat #18 - Tom</strong></p><p>Page: https://shop.example.com/pricing</p>' +
    '<p><b><span dir="auto">Tom</span> (visitor)</b> 2026-11-23 10:00:00 UTC<br><span dir="auto">Message 0.</span></p>' +
    `<p>[JivoChat chat ${chat}]</p>`,
  salesforce: (chat: number | string) =>
    'JivoChat #18 - Tom\nPage: https://shop.example.com/pricing\n\n' +
    `[2026-11-23 10:00:00 UTC] Tom (visitor): Message 0.\n\n[JivoChat chat ${chat}, conversation]`,
};

let hubspot: World | undefined;
let salesforce: SalesforceWorld | undefined;
afterEach(async () => {
  await hubspot?.close();
  await salesforce?.close();
  hubspot = salesforce = undefined;
});

describe('a note that an older version wrote', () => {
  it('is extended in place when its chat goes on (HubSpot)', async () => {
    hubspot = await startWorld();
    const chat = newChat({ email: 'tom@example.com' });
    await hubspot.send(chat.finished(talk(2)));
    const [note] = hubspot.hubspot.notes();
    hubspot.hubspot.update('notes', note!.id, { hs_note_body: older.hubspot(chat.chatId) });
    await hubspot.send(chat.finished(talk(4)));
    const notes = hubspot.hubspot.notes();
    expect(notes.map(({ id }) => id)).toEqual([note!.id]);
    expect(notes[0]!.properties.hs_note_body).toContain('Message 3.');
    expect(notes[0]!.properties.hs_note_body).not.toContain('(visitor)');
  });

  it('is found after its answer was lost, and extended (HubSpot)', async () => {
    hubspot = await startWorld();
    const chat = newChat({ email: 'tom@example.com' });
    hubspot.hubspot.faults.add({ kind: 'reset-after', path: /notes$/ });
    await hubspot.send(chat.finished(talk(2)));
    const [note] = hubspot.hubspot.notes();
    hubspot.hubspot.update('notes', note!.id, { hs_note_body: older.hubspot(chat.chatId) });
    hubspot.clock.offsetMs += 3_600_000;
    expect(await hubspot.retry()).toMatchObject({ done: 1, left: 0 });
    const notes = hubspot.hubspot.notes();
    expect(notes.map(({ id }) => id)).toEqual([note!.id]);
    expect(notes[0]!.properties.hs_note_body).toContain(`<em>JivoChat chat ${chat.chatId}</em>`);
  });

  it('is found after its answer was lost, and extended (Salesforce)', async () => {
    salesforce = await startSalesforceWorld();
    const chat = newChat({ email: 'tom@example.com' });
    salesforce.salesforce.faults.add({ kind: 'reset-after', method: 'POST', path: 'sobjects/Task' });
    await salesforce.send(chat.finished(talk(2)));
    const [task] = salesforce.salesforce.tasks();
    salesforce.salesforce.edit(task!.id, { Description: older.salesforce(chat.chatId) });
    salesforce.clock.offsetMs += 3_600_000;
    expect(await salesforce.retry()).toMatchObject({ done: 1, left: 0 });
    const tasks = salesforce.salesforce.tasks();
    expect(tasks.map(({ id }) => id)).toEqual([task!.id]);
    expect(tasks[0]!.fields.Description).toContain(`— JivoChat chat ${chat.chatId} · 1`);
    await salesforce.send(chat.finished(talk(4)));
    expect(salesforce.salesforce.tasks().map(({ id }) => id)).toEqual([task!.id]);
  });
});
