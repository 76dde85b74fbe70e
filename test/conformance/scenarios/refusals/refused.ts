import assert from 'node:assert/strict';
import type { Part } from '../../accounts/account';
import type { Scenario } from '../../scenario';
import { changes } from '../merge';
import { same } from '../../same';

const PARTS: readonly Part[] = ['email', 'phone', 'name'];

export const refusedScenarios: Scenario[] = [
  ...PARTS.map((part): Scenario => ({
    name: `refused: the ${part}: the lead is saved without it, and the value is told`,
    needs: ['refusals'],
    async run(kit) {
      const visitor = kit.visitor({ name: 'Tom {tag}', phone: kit.phone() });
      const { lead, person } = visitor;
      const values = { email: person.email!, phone: person.phone!.e164!, name: lead.name!.last! };
      kit.account.refuse!(part, values[part]);
      const created = await kit.session().create(visitor.draft());
      assert(created.outcome === 'created');
      const told = created.refused.map(({ value }) => value);
      assert(
        told.some((value) => value.includes(values[part])),
        'what was refused is told',
      );
      const { name, emails, phones } = await kit.seen(created.record.ref);
      assert.equal(emails.includes(values.email), part !== 'email');
      assert.equal(phones.includes(values.phone), part !== 'phone');
      // A title that stands in for the name may hold it.
      assert.equal(name === lead.name!.full, part !== 'name');
    },
  })),
  {
    name: 'refused: all that the visitor gave: he is a lead nevertheless',
    needs: ['refusals'],
    async run(kit) {
      const visitor = kit.visitor({ name: null });
      kit.account.refuse!('email', visitor.person.email!);
      const created = await kit.session().create(visitor.draft());
      assert(created.outcome === 'created');
      assert(created.refused.some(({ value }) => value.includes(visitor.person.email!)));
      assert((await kit.seen(created.record.ref)).name, 'the record has some name');
    },
  },
  {
    name: 'refused: by an update: the rest is saved',
    needs: ['refusals'],
    async run(kit) {
      const visitor = kit.visitor();
      const record = await kit.read(await kit.account.seed({ last: visitor.tag }));
      const { email } = visitor.person;
      kit.account.refuse!('email', email!);
      const phone = kit.phone();
      const saved = await kit.session().update(record, changes({ emails: [email!], phones: [phone] }));
      assert(saved.refused.some(({ value }) => value.includes(email!)));
      same([saved.record.emails, saved.record.phones], [[], [phone]]);
      const { emails, phones } = await kit.seen(record.ref);
      same([emails, phones], [[], [phone]]);
    },
  },
  {
    name: 'refused: the only thing an update had: nothing is changed, and it is told',
    needs: ['refusals'],
    async run(kit) {
      const visitor = kit.visitor();
      const ref = await kit.account.seed({ last: visitor.tag });
      const record = await kit.read(ref);
      kit.account.refuse!('email', visitor.person.email!);
      const saved = await kit.session().update(record, changes({ emails: [visitor.person.email!] }));
      assert(saved.refused.some(({ value }) => value.includes(visitor.person.email!)));
      same([saved.record.ref, saved.record.emails], [ref, []]);
    },
  },
];
