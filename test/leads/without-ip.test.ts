import { withoutIp } from '../../leads/fields';

it.each([
  ['Berlin, Germany (203.0.113.7)', 'Berlin, Germany'],
  ['Berlin, Germany (2001:db8::8a2e:370:7334)', 'Berlin, Germany'],
  ['203.0.113.7', undefined],
  ['::1', undefined],
  ['Berlin (Mitte), Germany', 'Berlin (Mitte), Germany'],
  ['Village 12', 'Village 12'],
])('the place %j is told as %j', (value, told) => {
  const remarks = withoutIp([
    { label: 'Place', value },
    { label: 'Comment', value: '203.0.113.7' },
  ]);
  expect(remarks).toEqual([
    ...(told === undefined ? [] : [{ label: 'Place', value: told }]),
    { label: 'Comment', value: '203.0.113.7' },
  ]);
});
