import assert from 'node:assert/strict';
import { mergeLead, type LeadChanges } from '../../../leads/merge';
import type { Kit } from '../kit';
import type { Scenario } from '../scenario';
import type { Visitor } from '../visitor';
import { same } from '../same';

/** A record holds at least this many addresses where it can hold more than one; going on would prove nothing. */
const ENOUGH = 4;

export const mergeScenarios: Scenario[] = [
  {
    name: 'merge: what the CRM has stays, what differs goes to the further fields or is left over',
    async run(kit) {
      const visitor = kit.visitor({ name: 'Other {tag}', phone: kit.phone() });
      const { tag, person } = visitor;
      const [owner] = kit.account.users;
      const seed = { first: 'Tom', last: `Clifton ${tag}`, emails: [`main.${tag}@example.com`] };
      const phones = [kit.phone()];
      const ref = await kit.account.seed({ ...seed, phones, ownerId: owner.id });
      const { remarks, changes } = await merge(kit, visitor, ref);
      const seen = await kit.seen(ref);
      same(
        { name: seen.name, email: seen.emails[0], phone: seen.phones[0], ownerId: seen.ownerId },
        { name: `Tom Clifton ${tag}`, email: seed.emails[0], phone: phones[0], ownerId: owner.id },
      );
      same(seen.emails.slice(1), changes.emails);
      same(seen.phones.slice(1), changes.phones);
      const kept = [...seen.emails, ...seen.phones, ...remarks.map(({ value }) => value)];
      for (const given of [person.email!, person.phone!.e164!, visitor.lead.name!.full]) {
        if (given === visitor.lead.name!.full) assert(remarks.some(({ value }) => value === given));
        else assert(kept.includes(given), 'nothing the visitor gave is lost');
      }
    },
  },
  {
    name: 'merge: blanks are filled',
    async run(kit) {
      const visitor = kit.visitor({ name: 'Tom Clifton', phone: kit.phone() });
      const ref = await kit.account.seed({ last: `JivoChat #1 - ${visitor.tag}` });
      const [owner] = kit.account.users;
      await merge(kit, visitor, ref, owner.id);
      const { person } = visitor;
      same(await kit.seen(ref), {
        ref,
        name: 'Tom Clifton',
        emails: [person.email],
        phones: [person.phone!.e164],
        ownerId: owner.id,
      });
    },
  },
  {
    name: 'merge: a record takes as many addresses and numbers as the connector says it can',
    async run(kit) {
      const { emails, phones } = kit.connector.capacity;
      const tag = kit.tag();
      const addresses = Array.from(
        { length: Math.min(emails, ENOUGH) },
        (_, index) => `a${index}.${tag}@example.com`,
      );
      const numbers = Array.from({ length: Math.min(phones, ENOUGH) }, () => kit.phone());
      const ref = await kit.account.seed({ last: tag });
      for (const email of addresses) await change(kit, ref, { emails: [email] });
      for (const phone of numbers) await change(kit, ref, { phones: [phone] });
      const seen = await kit.seen(ref);
      same(seen.emails, addresses);
      same(seen.phones, numbers);
      const record = await kit.read(ref);
      same([record.emails, record.phones], [addresses, numbers]);
    },
  },
  {
    name: 'merge: a name the chat wrote is corrected by an edit, first name and last name',
    async run(kit) {
      const visitor = kit.visitor({ name: 'Tom Klifton {tag}' });
      const created = await kit.lead(visitor);
      const name = { full: `Thomas Clifton ${visitor.tag}`, first: 'Thomas', last: `Clifton ${visitor.tag}` };
      await kit.session().update(created, changes({ name }));
      assert.equal((await kit.seen(created.ref)).name, name.full);
    },
  },
  {
    name: 'merge: an e-mail the chat wrote is corrected by an edit, and the record keeps no other one for it',
    async run(kit) {
      const visitor = kit.visitor({ name: 'Tom Clifton {tag}' });
      const created = await kit.lead(visitor);
      const correctedEmail = `corrected.${visitor.tag}@example.com`;
      const { record, refused } = await kit.session().update(created, changes({ correctedEmail }));
      same([record.emails, refused], [[correctedEmail], []]);
      same((await kit.seen(created.ref)).emails, [correctedEmail]);
      same((await kit.read(created.ref)).emails, [correctedEmail]);
    },
  },
  {
    name: 'merge: a correction to an e-mail that is another person’s leaves both as they are, and is told',
    async run(kit) {
      const { tag, person } = kit.visitor();
      const other = await kit.account.seed({ last: `Other ${tag}`, emails: [person.email!] });
      const mine = `mine.${tag}@example.com`;
      const ref = await kit.account.seed({ last: tag, emails: [mine] });
      const phone = kit.phone();
      const wanted = changes({ correctedEmail: person.email!, phones: [phone] });
      const { refused } = await kit.session().update(await kit.read(ref), wanted);
      const seen = await kit.seen(ref);
      same(seen.phones, [phone]);
      same((await kit.seen(other)).emails, [person.email]);
      if (seen.emails[0] !== person.email) {
        same(seen.emails, [mine]);
        assert(
          refused.some(({ value }) => value.includes(person.email!)),
          'the address is told of',
        );
      }
    },
  },
  {
    name: 'merge: what a write returned serves the next one',
    async run(kit) {
      const visitor = kit.visitor({ name: null });
      const created = await kit.lead(visitor);
      const named = await kit
        .session()
        .update(created, changes({ name: { full: 'Tom Clifton', first: 'Tom', last: 'Clifton' } }));
      const phone = kit.phone();
      const last = await kit.session().update(named.record, changes({ phones: [phone] }));
      same([last.record.phones, last.record.emails], [[phone], [visitor.person.email]]);
      const { name, emails, phones } = await kit.seen(created.ref);
      same([name, emails, phones], ['Tom Clifton', [visitor.person.email], [phone]]);
    },
  },
  {
    name: 'merge: an e-mail that is another person’s is not taken from him, and the rest is saved',
    async run(kit) {
      const { tag, person } = kit.visitor();
      const other = await kit.account.seed({ last: `Other ${tag}`, emails: [person.email!] });
      const ref = await kit.account.seed({ last: tag });
      const phone = kit.phone();
      const record = await kit.read(ref);
      const { refused } = await kit
        .session()
        .update(record, changes({ emails: [person.email!], phones: [phone] }));
      const seen = await kit.seen(ref);
      same(seen.phones, [phone]);
      same((await kit.seen(other)).emails, [person.email]);
      const told = refused.some(({ value }) => value.includes(person.email!));
      assert(seen.emails.includes(person.email!) || told, 'the address is stored or told of');
    },
  },
  {
    name: 'merge: a further e-mail stands in the record or is told, however the account takes it',
    needs: ['furtherEmails'],
    async run(kit) {
      for (const [way, set] of Object.entries(
        kit.account.furtherEmailWays ?? { 'its own': () => undefined },
      )) {
        set();
        for (const round of ['first', 'second']) {
          const tag = kit.tag();
          const emails = [`main.${tag}@example.com`];
          const ref = await kit.account.seed({ last: tag, emails });
          const further = [`further.${tag}@example.com`, `other.${tag}@example.com`];
          const phone = kit.phone();
          const wanted = changes({ emails: further, phones: [phone] });
          const { record, refused } = await kit.session().update(await kit.read(ref), wanted);
          const seen = await kit.seen(ref);
          const what = `${way}, ${round} time`;
          for (const email of further) {
            const told = refused.some(({ value }) => value === email);
            assert(seen.emails.includes(email) !== told, `${email} is either stored or told of: ${what}`);
          }
          same(record.emails.toSorted(), seen.emails.toSorted(), what);
          same([seen.emails[0], seen.phones[0]], [emails[0], phone], what);
        }
      }
    },
  },
  {
    name: 'merge: an update without an owner leaves the owner',
    async run(kit) {
      const [owner] = kit.account.users;
      const { ref } = await kit.lead(kit.visitor(), owner.id);
      await change(kit, ref, { phones: [kit.phone()] });
      assert.equal((await kit.seen(ref)).ownerId, owner.id);
    },
  },
];

async function merge(kit: Kit, visitor: Visitor, ref: { type: string; id: string }, ownerId?: string) {
  const record = await kit.read(ref);
  const { capacity } = kit.connector;
  const merged = mergeLead(visitor.lead, {}, record, capacity);
  const { refused } = await kit.session().update(record, { ...merged.changes, ownerId });
  same(refused, []);
  return merged;
}

async function change(kit: Kit, ref: { type: string; id: string }, parts: Partial<LeadChanges>) {
  const { refused } = await kit.session().update(await kit.read(ref), changes(parts));
  same(refused, []);
}

export function changes(parts: Partial<LeadChanges>): LeadChanges {
  return { emails: [], phones: [], leadFields: {}, ...parts };
}
