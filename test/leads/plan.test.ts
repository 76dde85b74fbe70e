import { planLead, type LeadPlanInput } from '../../leads/plan';
import { leadOf } from '../../leads/lead';
import type { JivoEvent } from '../../jivochat/event';
import { jivoEvent } from './event';
import { crmRecord } from './record';

function plan(parts: Partial<JivoEvent>, input: Partial<LeadPlanInput> = {}) {
  const event = jivoEvent(parts);
  const defaults = {
    leadFields: {},
    capacity: { emails: 2, phones: 2 },
    agentWaits: true,
    creation: 'identified' as const,
  };
  return planLead({ event, lead: leadOf(event), ...defaults, ...input });
}

const visitor = { social: {}, email: 'tom@example.com', name: 'Tom' };
const complete = crmRecord({ emails: ['tom@example.com'], name: { first: 'Tom' }, ownerId: '7' });

describe('planLead', () => {
  it.each([
    ['an identified visitor gets a lead', { visitor }, {}, 'create'],
    ['so does one whose e-mail cannot be read', { visitor: { social: {}, email: 'tom@' } }, {}, 'create'],
    ['so does a caller', { call: { phone: '+14155552671' } }, {}, 'create'],
    ['an unidentified one gets none', {}, {}, 'nothing'],
    ['but who leaves an offline message does', { offline: { message: 'Hello' } }, {}, 'create'],
    ['an empty one says nothing of anybody', { offline: { message: '' } }, {}, 'nothing'],
    [
      'who writes by a messenger can be reached there',
      { visitor: { social: { vk: 'https://vk.com/tom' } } },
      {},
      'create',
    ],
    ['a mark is no profile', { visitor: { social: { vk: 'false' } } }, {}, 'nothing'],
    ['unless every visitor is to get one', {}, { creation: 'always' as const }, 'create'],
    ['a blacklisted chat makes no lead', { visitor, blacklisted: true }, {}, 'nothing'],
    ['a record that has everything is left alone', { visitor }, { record: complete }, 'keep'],
    [
      'a record without an owner is given one',
      { visitor },
      { record: { ...complete, ownerId: undefined } },
      'update',
    ],
    [
      'lead fields alone wait while an agent waits',
      { visitor },
      { record: complete, leadFields: { utm: 'x' } },
      'keep',
    ],
    [
      'and are written when none does',
      { visitor },
      { record: complete, leadFields: { utm: 'x' }, agentWaits: false },
      'update',
    ],
    [
      'new contact data is written at once',
      { visitor: { ...visitor, phone: '+14155552671' } },
      { record: complete },
      'update',
    ],
  ])('%s', (_case, event, input, action) => {
    expect(plan(event, input).do).toBe(action);
  });

  it('says that lead fields are still to be written', () => {
    expect(plan({ visitor }, { record: complete, leadFields: { utm: 'x' } })).toMatchObject({
      do: 'keep',
      leadFieldsPending: true,
    });
  });
});
