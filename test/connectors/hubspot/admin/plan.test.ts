import { wantedProperties, type ExistingObject } from '../../../../connectors/hubspot/admin/plan';
import { WANTED } from '../../../../connectors/hubspot/admin/wanted';
import { planOf } from '../../../../connectors/shared/admin/wanted';

const KEYED = { name: 'jivochat_key', type: 'string', hasUniqueValue: true };
const WANTED_NOTES = WANTED.filter(({ object }) => object === 'notes');

interface Case {
  case: string;
  has: ExistingObject | undefined;
  steps: string[];
  present?: string[];
  problems?: RegExp[];
}

describe('what setup would make', () => {
  it.each<Case>([
    {
      case: 'nothing there: the group comes first',
      has: { groups: ['noteinformation'], properties: [] },
      steps: ['property group notes.jivochat', 'property notes.jivochat_key (unique)'],
    },
    {
      case: 'the group is there',
      has: { groups: ['jivochat'], properties: [] },
      steps: ['property notes.jivochat_key (unique)'],
    },
    {
      case: 'all is there, in a group of another name',
      has: { groups: ['noteinformation'], properties: [KEYED] },
      steps: [],
      present: ['property notes.jivochat_key (unique)'],
    },
    {
      case: 'it is there, and takes the same value twice',
      has: { groups: ['jivochat'], properties: [{ ...KEYED, hasUniqueValue: false }] },
      steps: [],
      problems: [/jivochat_key of notes does not require unique values/],
    },
    {
      case: 'it is there, and is of another type',
      has: { groups: ['jivochat'], properties: [{ ...KEYED, type: 'number' }] },
      steps: [],
      problems: [/is of type number, not string/],
    },
    { case: 'the key may not look', has: undefined, steps: [] },
  ])('$case', ({ has, steps, present = [], problems = [] }) => {
    const api = { post: () => Promise.reject(new Error('a plan makes nothing')) };
    const plan = planOf(wantedProperties(api, WANTED_NOTES, has ? { notes: has } : {}), () => '');
    expect(plan.steps.map(({ what }) => what)).toEqual(steps);
    expect(plan.present).toEqual(present);
    expect(plan.problems.map(({ what }) => what)).toEqual(
      problems.map((what): unknown => expect.stringMatching(what)),
    );
  });
});
