import assert from 'node:assert/strict';
import type { LeadFieldName } from '../../../leads/record';
import { replyFields } from '../../../leads/reply-fields';
import type { Scenario } from '../scenario';
import type { VisitorFields } from '../visitor';
import { same } from '../same';

/** Whoever writes gets a record, whatever he gave. */
const LITTLE: Record<string, VisitorFields> = {
  'an e-mail': { name: null },
  'a name': { email: null },
  'a name of one word': { name: '{tag}', email: null },
  nothing: { name: null, email: null },
};

export const createScenarios: Scenario[] = [
  {
    name: 'create: a lead with name, e-mail, phone and owner',
    async run(kit) {
      const visitor = kit.visitor({ name: 'Tom van der {tag}', phone: kit.phone() });
      const [owner] = kit.account.users;
      const created = await kit.session().create(visitor.draft(owner.id));
      assert(created.outcome === 'created');
      same(created.refused, []);
      const { lead, person } = visitor;
      same(await kit.seen(created.record.ref), {
        ref: created.record.ref,
        name: lead.name!.full,
        emails: [person.email],
        phones: [person.phone!.e164],
        ownerId: owner.id,
      });
    },
  },
  {
    name: 'create: the record it returns is the one that is read later',
    async run(kit) {
      const created = await kit.lead(kit.visitor({ phone: kit.phone() }), kit.account.users[0].id);
      const { ref, name, emails, phones, ownerId, open } = await kit.read(created.ref);
      same(
        {
          ref: created.ref,
          name: created.name,
          emails: created.emails,
          phones: created.phones,
          ownerId: created.ownerId,
          open: created.open,
        },
        { ref, name, emails, phones, ownerId, open },
      );
    },
  },
  {
    name: 'create: the new lead is found',
    async run(kit) {
      const visitor = kit.visitor({ phone: kit.phone() });
      const { ref } = await kit.lead(visitor);
      same((await kit.match({ email: visitor.person.email })).best?.ref, ref);
      same((await kit.match({ phone: visitor.person.phone })).best?.ref, ref);
    },
  },
  ...Object.entries(LITTLE).map(([given, fields]): Scenario => ({
    name: `create: a visitor who gave ${given}`,
    async run(kit) {
      const { ref } = await kit.lead(kit.visitor(fields));
      const { name, emails } = await kit.seen(ref);
      assert(name || emails.length > 0, 'a person in the CRM can tell who it is');
    },
  })),
  {
    name: 'create: a visitor who gave a phone number nobody can read',
    async run(kit) {
      const visitor = kit.visitor({ email: null, phone: 'ask for Tom, extension 12345' });
      const { ref } = await kit.lead(visitor);
      const { e164, raw } = visitor.lead.phone!;
      same((await kit.seen(ref)).phones, [e164 ?? raw]);
    },
  },
  {
    name: 'create: our lead fields stand where the CRM has a field for them',
    async run(kit) {
      const { ref: known } = await kit.lead();
      const { placeableFields } = await kit.read(known);
      assert(placeableFields, 'a record that was read says which lead fields the CRM has a field for');
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const { leadFields } = await kit.read(ref);
      const expected = Object.entries(visitor.leadFields).filter(([leadField]) =>
        placeableFields.has(leadField as LeadFieldName),
      );
      same(leadFields, Object.fromEntries(expected));
    },
  },
  {
    name: 'create: the title is taken, whether or not the CRM has an object for it',
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      await kit.session().saveTitle?.(ref, visitor.lead.title, kit.account.users[0].id);
      assert.equal((await kit.peopleOf(visitor)).length, 1);
    },
  },
  {
    name: 'reply: the fields the configuration names, as the CRM has them',
    async run(kit) {
      const visitor = kit.visitor();
      const asked = await kit.restarted({
        REPLY_FIELDS: `Mail=${kit.account.emailField},None=no_such_field`,
      });
      const { ref } = await asked.lead(visitor);
      const { fields } = await asked.read(ref);
      same(replyFields(fields, asked.connector.replyFields), [
        { title: 'Mail', content: visitor.person.email },
      ]);
    },
  },
];
