import { NO_RATE_LIMITS } from '../../../emulators/pipedrive';
import { closeCompanies, startCompany } from './company';

afterEach(closeCompanies);

const TOM = { name: 'Tom van der Berg', emails: [{ value: 'tom@example.com' }] };

describe('the emulated Pipedrive refuses', () => {
  const cases: [what: string, method: string, path: string, body: object | undefined, status: number, words: RegExp][] = [
    ['a person without a name', 'POST', 'v2/persons', { emails: [] }, 400, /^Validation failed: name: /],
    ['an owner who has left', 'POST', 'v2/persons', { ...TOM, owner_id: 1003 }, 400, /owner_id: User not found or not accessible\.$/],
    ['a number as text', 'POST', 'v2/persons', { ...TOM, owner_id: '1001' }, 400, /owner_id/],
    ['a custom field nobody has made', 'POST', 'v2/persons', { ...TOM, custom_fields: { utm: 'x' } }, 400, /custom_fields: Unknown key 'utm'$/],
    ['a field of Contact Sync', 'POST', 'v2/persons', { ...TOM, job_title: 'Owner' }, 403, /permissions/],
    ['an organization that is not there', 'POST', 'v2/persons', { ...TOM, org_id: 99 }, 400, /org_id/],
    ['a lead of nobody', 'POST', 'v1/leads', { title: 'Tom' }, 400, /person or an organization/],
    ['a lead with a label that is no id', 'POST', 'v1/leads', { title: 'T', organization_id: 1, label_ids: ['Hot'] }, 400, /label/],
    ['a note of nobody', 'POST', 'v1/notes', { content: 'Hello' }, 400, /must be specified/],
    ['an activity of an unknown type', 'POST', 'v2/activities', { subject: 'x', type: 'chat' }, 400, /type/],
    ['a flag as a number', 'POST', 'v2/activities', { subject: 'x', done: 1 }, 400, /done/],
    ['a stage of another pipeline', 'POST', 'v2/deals', { title: 'x', pipeline_id: 2, stage_id: 1 }, 400, /stage_id/],
    ['a search for one letter', 'GET', 'v2/persons/search?term=a', undefined, 400, /at least 2 characters/],
    ['milliseconds in a time', 'GET', 'v2/persons?updated_since=2026-01-01T00:00:00.000Z', undefined, 400, /not a valid datetime/],
    ['a person who is not there', 'GET', 'v2/persons/99', undefined, 404, /not found/],
    ['a merge with nobody', 'PUT', 'v1/persons/1/merge', { merge_with_id: 2 }, 400, /./],
  ]; // prettier-ignore

  it.each(cases)('%s', async (_what, method, path, body, status, words) => {
    const { call } = await startCompany();
    const answer = await call(method, path, body);
    expect([answer.status, answer.body.success]).toEqual([status, false]);
    expect(answer.body.error).toMatch(words);
  });

  it('a wrong token, and the token in the address', async () => {
    const { call, url } = await startCompany();
    expect((await call('GET', 'v1/users/me', undefined, 'wrong')).body).toMatchObject({
      error: 'unauthorized access',
      errorCode: 401,
    });
    expect(
      (await fetch(`${url}/api/v1/users/me?api_token=0123456789abcdef0123456789abcdef01234567`)).status,
    ).toBe(401);
  });

  it.each([
    ['named by its key', true, /^Validation failed: custom_fields: Expected 'number' .*'[0-9a-f]{40}'$/],
    ['not named', false, /^Validation failed: custom_fields: Expected 'number' as value$/],
  ])('a text in a field of numbers, %s', async (_how, namesCustomField, words) => {
    const { emulator, call } = await startCompany({ namesCustomField });
    const { field_code } = emulator.defineField('JivoChat page', 'double');
    const answer = await call('POST', 'v2/persons', { ...TOM, custom_fields: { [field_code]: 'x' } });
    expect(answer.body.error).toMatch(words);
  });

  it('another author of a note than oneself, unless the token is an administrator’s', async () => {
    const { emulator, call } = await startCompany();
    const { id } = (await call('POST', 'v2/persons', TOM)).body.data;
    const note = { content: 'Hello', person_id: id, user_id: 1002 };
    expect((await call('POST', 'v1/notes', note)).body.data.user_id).toBe(1002);
    emulator.state.users[0]!.is_admin = false;
    expect((await call('POST', 'v1/notes', note)).status).toBe(403);
  });

  it('a note beyond its limit, counted in bytes', async () => {
    const { call } = await startCompany();
    const { id } = (await call('POST', 'v2/persons', TOM)).body.data;
    expect((await call('POST', 'v1/notes', { content: 'ж'.repeat(50_001), person_id: id })).status).toBe(413);
    expect((await call('POST', 'v1/notes', { content: 'ж'.repeat(50_000), person_id: id })).status).toBe(200);
  });

  it.each([
    ['a burst', { burst: 2 }, 'request over limit'],
    ['searches', { search: 1 }, 'request over limit'],
    ['a spent day', { daily: 24 }, 'daily request budget exceeded'],
  ])('%s, with what is left in the headers', async (_what, limits, words) => {
    const now = { ms: Date.UTC(2026, 10, 25, 12) };
    const { call } = await startCompany({
      rateLimits: { ...NO_RATE_LIMITS, ...limits },
      waits: 'retry-after',
      now: () => now.ms,
    });
    const search = () => call('GET', 'v2/persons/search?term=tom');
    const read = () => call('GET', 'v1/users/me');
    const ask = words.includes('over') && 'search' in limits ? search : read;
    let answer = await search();
    for (let more = 0; answer.status === 200 && more < 5; more++) answer = await ask();
    expect([answer.status, answer.body.error]).toEqual([429, words]);
    expect(Number(answer.headers.get('retry-after'))).toBe(words.startsWith('daily') ? 43_200 : 2);
    now.ms += words.startsWith('daily') ? 43_200_000 : 2_001;
    expect((await ask()).status).toBe(200);
  });
});

describe('the emulated Pipedrive keeps', () => {
  it('one primary address, whatever was marked, and splits the name', async () => {
    const { call } = await startCompany();
    const { data } = (await call('POST', 'v2/persons', { ...TOM, emails: [{ value: 'a@x.de' }, { value: 'b@x.de', primary: true }] })).body; // prettier-ignore
    expect(data).toMatchObject({
      first_name: 'Tom',
      last_name: 'van der Berg',
      emails: [{ primary: false, label: 'work' }, { primary: true }],
    });
  });

  it('what was made a moment ago out of the search, and in the list', async () => {
    const now = { ms: Date.UTC(2026, 10, 25, 12) };
    const { call } = await startCompany({ searchLagMs: 2_000, now: () => now.ms });
    await call('POST', 'v2/persons', TOM);
    const search = async () =>
      (await call('GET', 'v2/persons/search?term=TOM@example.com&fields=email&exact_match=true')).body.data
        .items;
    expect(await search()).toEqual([]);
    expect((await call('GET', 'v2/persons?updated_since=2026-11-25T11:59:00Z')).body.data).toHaveLength(1);
    now.ms += 2_000;
    expect(await search()).toMatchObject([{ item: { emails: ['tom@example.com'], owner: { id: 1001 } } }]);
  });

  it.each([
    ['digits', 1],
    ['as-typed', 0],
  ] as const)('phones that are compared %s', async (phoneSearch, found) => {
    const { call } = await startCompany({ phoneSearch });
    await call('POST', 'v2/persons', { name: 'Tom', phones: [{ value: '+49 (30) 23125-000' }] });
    const { data } = (await call('GET', 'v2/persons/search?term=3023125000&fields=phone')).body;
    expect(data.items).toHaveLength(found);
  });

  it('one id of two merged persons, with everything of both', async () => {
    const { call } = await startCompany();
    const [loser, survivor] = await Promise.all([TOM, { name: 'Tom' }].map(async (body) => (await call('POST', 'v2/persons', body)).body.data.id)); // prettier-ignore
    await call('POST', 'v1/notes', { content: 'Hello', person_id: loser });
    expect((await call('PUT', `v1/persons/${loser}/merge`, { merge_with_id: survivor })).body.data.id).toBe(
      survivor,
    );
    expect((await call('GET', `v2/persons/${loser}`)).status).toBe(404);
    expect((await call('GET', `v1/notes?person_id=${survivor}`)).body.data).toHaveLength(1);
  });

  it('nothing of a note that a browser would run', async () => {
    const { call } = await startCompany();
    const { id } = (await call('POST', 'v2/persons', TOM)).body.data;
    const content =
      '<p onclick="x()">Hi <script>alert(1)</script><a href="https://a.de" onclick="x()">a</a></p>';
    const { data } = (await call('POST', 'v1/notes', { content, person_id: id })).body;
    expect(data.content).toBe('<p>Hi alert(1)<a href="https://a.de">a</a></p>');
  });
});
