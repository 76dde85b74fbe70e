import { ownerLogins } from '../../leads/owner';
import { jivoEvent } from './event';

const anna = { id: '1', login: 'Anna@Example.com' };
const boris = { id: '2', login: 'boris@example.com' };
const said = (agentId: string, timestamp: number) => ({
  from: 'agent' as const,
  text: 'hi',
  timestamp,
  agentId,
});

describe('ownerLogins', () => {
  it.each([
    [
      'the responsible person before the agent',
      { assignedAgent: boris, agents: [anna] },
      ['boris@example.com', 'anna@example.com'],
    ],
    ['the agent of the chat', { agents: [anna] }, ['anna@example.com']],
    [
      'the last of several who wrote',
      { agents: [anna, boris], messages: [said('2', 1), said('1', 2)] },
      ['anna@example.com'],
    ],
    [
      'an agent who only listened owns nothing',
      { agents: [anna, boris], messages: [said('2', 1)] },
      ['boris@example.com'],
    ],
    ['several and nobody wrote: the first', { agents: [anna, boris] }, ['anna@example.com']],
    ['nobody', {}, []],
    ['the same person twice', { assignedAgent: anna, agents: [anna] }, ['anna@example.com']],
  ])('%s', (_case, parts, logins) => {
    expect(ownerLogins(jivoEvent(parts), new Map())).toEqual(logins);
  });

  it('goes through the owner map, whatever the case', () => {
    const map = new Map([['anna@example.com', 'A.Karenina@crm.example']]);
    expect(ownerLogins(jivoEvent({ agents: [anna] }), map)).toEqual(['a.karenina@crm.example']);
  });
});
