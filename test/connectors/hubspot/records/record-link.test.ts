import { words as EN } from '../../../../text/languages/en';
import { contactUrl, readContactLink } from '../../../../connectors/hubspot/records/record-link';

const account = { portalId: '12345678', uiDomain: 'app-eu1.hubspot.com' };
const id = { ok: true, ref: { type: 'contact', id: '51' } };

describe('readContactLink', () => {
  it.each([
    ['record', 'https://app.hubspot.com/contacts/12345678/record/0-1/51', id],
    ['regional host', 'https://app-eu1.hubspot.com/contacts/12345678/record/0-1/51', id],
    ['older form', 'https://app.hubspot.com/contacts/12345678/contact/51', id],
    [
      'older form with a tab behind it',
      'https://app.hubspot.com/contacts/12345678/contact/51/?interaction=note',
      id,
    ],
    ['a list view', 'https://app.hubspot.com/contacts/12345678/objects/0-1/views/51', { ok: false }],
    ['with query and fragment', ' https://app.hubspot.com/contacts/12345678/record/0-1/51?x=1#top ', id],
    ['our own link', contactUrl(account, '51'), id],
    [
      'another account',
      'https://app.hubspot.com/contacts/999/record/0-1/51',
      { ok: false, problem: /another HubSpot account/ },
    ],
    [
      'a company',
      'https://app.hubspot.com/contacts/12345678/record/0-2/51',
      { ok: false, problem: /another kind/ },
    ],
    [
      'an older company link',
      'https://app.hubspot.com/contacts/12345678/company/51',
      { ok: false, problem: /another kind/ },
    ],
    [
      'the contact list',
      'https://app.hubspot.com/contacts/12345678/objects/0-1/views/all/list',
      { ok: false, problem: /does not lead/ },
    ],
    [
      'another site',
      'https://app.hubspot.com.evil.example/contacts/12345678/record/0-1/51',
      { ok: false, problem: /not a link to HubSpot/ },
    ],
    ['a script', 'javascript:alert(1)', { ok: false, problem: /not a link to HubSpot/ }],
    ['rubbish', 'Tom Clifton', { ok: false, problem: /not a link/ }],
    ['an id that climbs', 'https://app.hubspot.com/contacts/12345678/record/0-1/../../51', { ok: false }],
  ])('%s', (_case, link, expected) => {
    const reading = readContactLink(link, account, EN.links);
    if (expected.ok || !('problem' in expected)) expect(reading).toMatchObject(expected);
    else expect(!reading.ok && reading.problem).toMatch(expected.problem);
  });

  it('compares no account while none is known', () => {
    expect(
      readContactLink('https://app.hubspot.com/contacts/999/record/0-1/51', undefined, EN.links),
    ).toEqual(id);
  });
});
