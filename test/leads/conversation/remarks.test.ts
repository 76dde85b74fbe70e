import { loadWords } from '../../../text/languages/load';
import { LABELS } from '../../../text/languages/labels';
import { LANGUAGES } from '../../../text/languages/words';
import {
  boundedRemarks,
  isSameRemark,
  labelIn,
  namesOf,
  type Refusal,
  type Remark,
} from '../../../leads/conversation/remarks';

const remark = (n: number, length: number) => ({ label: `Field ${n}`, value: 'x'.repeat(length) });

it('leaves what is of a sensible size as it is', () => {
  const remarks = [remark(1, 10), remark(2, 4_000)];
  expect(boundedRemarks(remarks)).toEqual(remarks);
});

it('shortens one that is too long, visibly', () => {
  const { value } = boundedRemarks([remark(1, 100_000)])[0]!;
  expect(value).toHaveLength(5_000);
  expect(value.endsWith('…')).toBe(true);
});

it('counts what there is no room for', () => {
  const bounded = boundedRemarks(Array.from({ length: 10_000 }, (_, n) => remark(n, 100)));
  expect(JSON.stringify(bounded).length).toBeLessThan(100_000);
  expect(bounded.at(-1)).toEqual({
    label: 'Left out for want of room',
    value: String(10_000 - bounded.length + 1),
  });
});

it('keeps an agent’s comment as it is', () => {
  const comment = { label: 'Comment', value: 'word '.repeat(3_000) };
  expect(boundedRemarks([comment])).toEqual([comment]);
});

const refusal = (kind: Refusal['kind'], crm: string, field: string, why?: string): Refusal => ({
  kind,
  crm,
  field,
  why,
  value: 'x',
});

it('bounds every text of a refusal', () => {
  const [bounded] = boundedRemarks([refusal('notAccepted', 'HubSpot', 'f'.repeat(300), 'w'.repeat(300))]);
  expect(bounded).toMatchObject({ crm: 'HubSpot', value: 'x' });
  expect(JSON.stringify(bounded).length).toBeLessThan(500);
});

describe('what a remark is called', () => {
  it.each<[Remark, string]>([
    [{ label: 'Page', value: 'x' }, 'Seite'],
    [
      refusal('notAccepted', 'HubSpot', 'email', 'INVALID_EMAIL: no (good) one'),
      'Von HubSpot nicht angenommen als email (INVALID_EMAIL: no (good) one)',
    ],
    [refusal('notAccepted', 'Salesforce', 'WhoId'), 'Von Salesforce nicht angenommen als WhoId'],
    [
      refusal('notAccepted', 'Pipedrive', 'name', 'HTTP 403'),
      'Von Pipedrive nicht angenommen als name (HTTP 403)',
    ],
    [
      refusal('leftToOther', 'Salesforce', 'Email'),
      'Dem anderen Datensatz in Salesforce überlassen, der es hat (Email)',
    ],
    [refusal('notOurs', 'Salesforce', 'Page__c'), 'In Salesforce nicht für uns beschreibbar (Page__c)'],
    [refusal('tooLong', 'Salesforce', 'Company'), 'Zu lang für Company in Salesforce'],
    [{ kind: 'attribute', label: 'Page', value: 'x' }, 'Page (Merkmal)'],
    [{ label: 'plan of the site', value: 'x' }, 'plan of the site'],
    [{ label: 'toString', value: 'x' }, 'toString'],
    [
      { label: 'Not accepted by HubSpot as email', value: 'of an older row' },
      'Not accepted by HubSpot as email',
    ],
  ])('%j: %s', async (remark, shown) => {
    expect(labelIn(await loadWords('de'), remark)).toBe(shown);
  });

  it('is said in every language', async () => {
    for (const language of LANGUAGES) {
      const words = await loadWords(language);
      for (const label of LABELS) expect(labelIn(words, { label, value: '' })).toBe(words.labels[label]);
    }
  });

  it('is the field and the CRM’s code where no value and no words of ours may stand', () => {
    const refused = [
      refusal('notAccepted', 'HubSpot', 'city', 'CODE'),
      refusal('tooLong', 'Salesforce', 'Company'),
    ];
    expect(namesOf(refused)).toEqual(['city (CODE)', 'Company']);
  });
});

it.each<[Remark, Remark, boolean]>([
  [{ label: 'Page', value: 'x' }, { label: 'Page', value: 'x' }, true],
  [{ label: 'Page', value: 'x' }, { label: 'Page', value: 'y' }, false],
  [{ label: 'Page', value: 'x' }, { kind: 'attribute', label: 'Page', value: 'x' }, false],
  [refusal('tooLong', 'Salesforce', 'a'), { ...refusal('tooLong', 'Salesforce', 'a'), why: undefined }, true],
  [refusal('tooLong', 'Salesforce', 'a'), refusal('notOurs', 'Salesforce', 'a'), false],
])('%j and %j are the same: %s', (a, b, same) => expect(isSameRemark(a, b)).toBe(same));
