import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { tableFindings } from '../../../cli/checks/table-check';
import { differences } from '../../../store/dynamodb/table-state';
import table from '../../../store/dynamodb/table.json';

type Index = NonNullable<TableDescription['GlobalSecondaryIndexes']>[number];

const OURS = table as unknown as TableDescription;
const [INDEX, HISTORY] = OURS.GlobalSecondaryIndexes! as [Index, Index];

it.each<[string, TableDescription, RegExp[]]>([
  ['as it should be', OURS, []],
  [
    'another key',
    { ...OURS, KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] },
    [/its key is id \(HASH\), not pk \(HASH\)/],
  ],
  ['no index', { ...OURS, GlobalSecondaryIndexes: [] }, [/no index due/, /no index history/]],
  ['the indexes of version 1', { ...OURS, GlobalSecondaryIndexes: [INDEX] }, [/no index history/]],
  [
    'an index of another key',
    { ...OURS, GlobalSecondaryIndexes: [{ ...INDEX, KeySchema: INDEX.KeySchema!.slice(0, 1) }, HISTORY] },
    [/key of its index due is queue \(HASH\), not/],
  ],
  [
    'an index that carries less',
    {
      ...OURS,
      GlobalSecondaryIndexes: [
        { ...INDEX, Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['thread'] } },
        HISTORY,
      ],
    },
    [/does not carry receivedAt, attempts, failure/],
  ],
  [
    'an index that carries everything',
    { ...OURS, GlobalSecondaryIndexes: [{ ...INDEX, Projection: { ProjectionType: 'ALL' } }, HISTORY] },
    [],
  ],
])('a table, %s', (_case, description, expected) => {
  expect(differences(description)).toEqual(expected.map((words): unknown => expect.stringMatching(words)));
});

it.each([
  [{ exists: false, differences: [], expiry: 'unknown' as const }, false, [['wrong', /no table events/]]],
  [
    { exists: true, differences: ['it has no index due'], expiry: 'on' as const },
    false,
    [['wrong', /not ours/]],
  ],
  [{ exists: true, differences: [], expiry: 'off' as const }, false, [['wrong', /time to live is off/]]],
  [{ exists: true, differences: [], expiry: 'unknown' as const }, false, [['hint', /expire/]]],
  [{ exists: true, differences: [], expiry: 'off' as const }, true, []],
  [{ exists: true, differences: [], expiry: 'on' as const }, false, []],
])('%j, local %s', (state, local, expected) => {
  expect(tableFindings('events', state, local).map(({ level, what }) => [level, what])).toEqual(
    expected.map(([level, what]): unknown[] => [level, expect.stringMatching(what as RegExp)]),
  );
});
