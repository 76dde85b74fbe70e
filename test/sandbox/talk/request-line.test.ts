import { requestLine, type AnsweredRequest } from '../../../sandbox/talk/request-line';

const TOKENS = ['the-token-of-this-start'];
const ACCOUNTS = ['hubspot', 'pipedrive', 'salesforce'];
const URL_ = `/webhooks/hubspot/${TOKENS[0]}`;
const at = new Date(2026, 10, 25, 10, 2, 3).getTime();

function line(request: Partial<AnsweredRequest>) {
  const whole = { method: 'POST', url: URL_, body: '', status: 200, answer: '{}', ms: 41, at, ...request };
  return requestLine(whole, TOKENS, ACCOUNTS);
}

const accepted = (visitor: object) => JSON.stringify({ event_name: 'chat_accepted', chat_id: 1, visitor });
const known = JSON.stringify({
  result: 'ok',
  custom_data: [{ title: 'HubSpot', content: 'New lead' }],
  crm_link: 'https://app.hubspot.com/contacts/1/record/0-1/201',
});

describe('the line of npm start for a request', () => {
  it('names event, person, what was done, the record and the time', () => {
    expect(line({ body: accepted({ name: 'Tom Clifton' }), answer: known })).toEqual({
      time: '10:02:03',
      good: true,
      words:
        'chat_accepted    Tom Clifton  New lead  https://app.hubspot.com/contacts/1/record/0-1/201  41 ms',
    });
  });

  it.each([
    ['another token', { status: 404, url: '/webhooks/hubspot/wrong' }, /404 {2}the token .* another one/],
    [
      'an unknown CRM',
      { status: 404, url: `/webhooks/sap/${TOKENS[0]}` },
      /no account is called sap: hubspot/,
    ],
    ['another path', { status: 404, url: '/webhooks/' }, /the path is not/],
    [
      'no JSON',
      { status: 400, answer: '{"result":"error: The body is not valid JSON."}' },
      /400 .*valid JSON/,
    ],
    [
      'a web page',
      { status: 403, answer: '{"message":"Requests of web pages are not taken."}' },
      /403 .*pages/,
    ],
    ['an answer of no JSON', { status: 502, answer: 'oh\nno' }, /502 {2}oh no/],
  ])('says why %s is refused', (_case, request, words) => {
    expect(line(request)).toMatchObject({ good: false, words: expect.stringMatching(words) });
  });

  it('says of an event whose answer tells no more that it was received', () => {
    const body = JSON.stringify({ event_name: 'chat_finished', chat_id: 1, visitor: { name: 'Tom' } });
    expect(line({ body, answer: '{"result":"ok"}' }).words).toBe('chat_finished    Tom  received  41 ms');
  });

  it('says that an unknown kind of event does nothing', () => {
    const { words } = line({ body: '{"event_name":"chat_rated"}', answer: '{"result":"ok"}' });
    expect(words).toMatch(/^chat_rated {2}nothing is done/);
  });

  it('stays one bounded line whatever a visitor is called', () => {
    const { words } = line({ body: accepted({ name: `Eve\r\n${'x\n'.repeat(50_000)}` }), answer: known });
    expect(words).not.toMatch(/[\r\n]/);
    expect(words.length).toBeLessThan(300);
  });
});
