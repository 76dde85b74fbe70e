import { boundedRemarks } from '../../../leads/conversation/remarks';

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
    value: `${10_000 - bounded.length + 1} more`,
  });
});

it('keeps an agent’s comment as it is', () => {
  const comment = { label: 'Comment', value: 'word '.repeat(3_000) };
  expect(boundedRemarks([comment])).toEqual([comment]);
});
