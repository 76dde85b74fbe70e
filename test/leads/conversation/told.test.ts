import { visitRemarks } from '../../../leads/fields';
import {
  leadFieldsTold,
  mergeLeadFieldsTold,
  mergeNoteHeader,
  type HeaderRemark,
  type ToldLeadFields,
} from '../../../leads/conversation/told';
import { jivoEvent } from '../event';

const page = (value: string) => ({ label: 'Page', value });
const topic = (value: string) => ({ label: 'Topic', value });
const agents = (value: string) => ({ label: 'Agents', value });

/** Label -> value of the head after these events, applied in this order. */
function headAfter(events: [at: number, told: { label: string; value: string }[]][]): Record<string, string> {
  const none: HeaderRemark[] = [];
  const head = events.reduce((before, [at, told]) => mergeNoteHeader(before, told, at), none);
  return Object.fromEntries(head.map(({ label, value }) => [label, value]));
}

describe('the head of a note over the events of a chat', () => {
  it.each([
    [
      'the first page stays',
      [
        [1, [page('a')]],
        [2, [page('b')]],
      ],
      { Page: 'a' },
    ],
    [
      'anything else is as last told',
      [
        [1, [topic('a')]],
        [2, [topic('b')]],
      ],
      { Topic: 'b' },
    ],
    [
      'an event without a value erases none',
      [
        [1, [topic('a'), page('p')]],
        [2, []],
      ],
      { Topic: 'a', Page: 'p' },
    ],
    [
      'a late event fills a blank',
      [
        [2, [topic('b')]],
        [1, [page('a')]],
      ],
      { Topic: 'b', Page: 'a' },
    ],
    [
      'and takes nothing back',
      [
        [2, [topic('b')]],
        [1, [topic('a')]],
      ],
      { Topic: 'b' },
    ],
    [
      'the page of the earliest event is the first',
      [
        [2, [page('b')]],
        [1, [page('a')]],
      ],
      { Page: 'a' },
    ],
    [
      'all agents are named',
      [
        [1, [agents('Boris')]],
        [2, [agents('Anna')]],
        [3, [agents('Anna, Carl')]],
      ],
      { Agents: 'Anna, Boris, Carl' },
    ],
  ] as [string, [number, { label: string; value: string }[]][], Record<string, string>][])(
    '%s',
    (_case, events, head) => expect(headAfter(events)).toEqual(head),
  );

  it('is the same text in any order of application', () => {
    const events: [number, { label: string; value: string }[]][] = [
      [1, [page('a'), topic('a'), { label: 'plan', value: 'x' }]],
      [2, [agents('Anna'), { label: 'age', value: '7' }]],
      [3, [topic('c'), agents('Boris'), page('c')]],
    ];
    const inOrder = JSON.stringify(headAfter(events));
    expect(JSON.stringify(headAfter(events.toReversed()))).toBe(inOrder);
    expect(JSON.stringify(headAfter([events[1]!, events[2]!, events[0]!]))).toBe(inOrder);
  });

  it('reads what an older version wrote, as older than any event', () => {
    expect(mergeNoteHeader([page('a'), topic('a')], [page('b'), topic('b')], 5)).toEqual([
      page('a'),
      { ...topic('b'), at: 5 },
    ]);
  });

  it('stays bounded whatever is told', () => {
    const told = (n: number) => [{ label: `attribute ${n}`, value: 'x'.repeat(10_000) }];
    const events = Array.from({ length: 100 }, (_, n): [number, ReturnType<typeof told>] => [n, told(n)]);
    expect(JSON.stringify(headAfter(events)).length).toBeLessThan(70_000);
  });
});

describe('the lead fields over the events of a chat', () => {
  const after = (...events: [number, Parameters<typeof mergeLeadFieldsTold>[1]][]) =>
    leadFieldsTold(
      events.reduce<ToldLeadFields>(
        (before, [at, leadFields]) => mergeLeadFieldsTold(before, leadFields, at),
        {},
      ),
    );

  it('the first page, the latest comment, the title that says most', () => {
    const first = { page: '/a', comment: 'a', title: 'JivoChat #1 - Tom' };
    const second = { page: '/b', comment: 'b', title: 'JivoChat #1' };
    const leadFields = { page: '/a', comment: 'b', title: 'JivoChat #1 - Tom' };
    expect(after([1, first], [2, second])).toEqual(leadFields);
    expect(after([2, second], [1, first])).toEqual(leadFields);
  });

  it('a lead field of an earlier event is not erased by a later one', () => {
    expect(after([1, { utm: 'source=x' }], [2, {}])).toEqual({ utm: 'source=x' });
  });
});

describe('what one event tells', () => {
  it('names all agents, also those who wrote nothing', () => {
    const event = jivoEvent({ agents: [{ id: '1', name: 'Anna' }, { login: 'b@example.com' }, { id: '7' }] });
    expect(visitRemarks(event)).toEqual([{ label: 'Agents', value: 'Anna, b@example.com, #7' }]);
  });

  it('lets no attribute of the site pass for one of ours', () => {
    const event = jivoEvent({ attributes: { Page: 'x', plan: 'team' }, visitor: { social: { Tags: 'y' } } });
    expect(visitRemarks(event)).toEqual([
      { kind: 'profile', label: 'Tags', value: 'y' },
      { kind: 'attribute', label: 'Page', value: 'x' },
      { label: 'plan', value: 'team' },
    ]);
  });
});
