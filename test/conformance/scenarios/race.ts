import assert from 'node:assert/strict';
import type { CreateOutcome } from '../../../connectors/connector';
import type { Kit } from '../kit';
import type { Scenario } from '../scenario';
import type { Visitor } from '../visitor';
import { same } from '../same';

const LONG_LAG_MS = 600_000;

export const raceScenarios: Scenario[] = [
  {
    name: 'race: a lead made a moment ago is not made again, whatever the search says',
    needs: ['searchLag', 'uniquePerson'],
    async run(kit) {
      kit.account.lag!(LONG_LAG_MS);
      const visitor = kit.visitor();
      const first = await kit.lead(visitor);
      const second = await kit.session().create(visitor.draft());
      same(second, { outcome: 'exists', ref: first.ref });
      await onlyOne(kit, visitor);
    },
  },
  {
    name: 'race: two at the same instant make one lead, and both learn which',
    needs: ['uniquePerson'],
    async run(kit) {
      const visitor = kit.visitor();
      await oneOf(kit, visitor, [kit.session(), kit.session()]);
    },
  },
  {
    name: 'race: two processes that know nothing yet make one lead',
    needs: ['uniquePerson'],
    async run(kit) {
      const visitor = kit.visitor();
      const other = await kit.restarted();
      await oneOf(kit, visitor, [kit.session(), other.session()]);
    },
  },
  {
    name: 'race: a visitor without an e-mail is one lead as well',
    needs: ['uniqueVisitor'],
    async run(kit) {
      // Whether the CRM has the field is learned from any record that is read.
      await kit.read((await kit.lead()).ref);
      const visitor = kit.visitor({ email: null, phone: kit.phone() });
      await oneOf(kit, visitor, [kit.session(), kit.session()]);
    },
  },
  {
    name: 'race: the e-mail is another person’s further one: that person it is',
    needs: ['furtherEmails', 'searchLag', 'uniquePerson'],
    async run(kit) {
      kit.account.lag!(LONG_LAG_MS);
      const visitor = kit.visitor();
      const emails = [`main.${visitor.tag}@example.com`, visitor.person.email!];
      const ref = await kit.account.seed({ last: visitor.tag, emails });
      same(await kit.session().create(visitor.draft()), { outcome: 'exists', ref });
    },
  },
];

async function oneOf(kit: Kit, visitor: Visitor, sessions: ReturnType<Kit['session']>[]): Promise<void> {
  const outcomes = await Promise.all(sessions.map((session) => session.create(visitor.draft())));
  const refs = outcomes.map(refOf);
  same(outcomes.map(({ outcome }) => outcome).sort(), ['created', 'exists']);
  same(refs[0], refs[1]);
  await onlyOne(kit, visitor);
}

async function onlyOne(kit: Kit, visitor: Visitor): Promise<void> {
  assert.equal((await kit.peopleOf(visitor)).length, 1, 'one person is one lead');
}

export function refOf(outcome: CreateOutcome) {
  return outcome.outcome === 'created' ? outcome.record.ref : outcome.ref;
}
