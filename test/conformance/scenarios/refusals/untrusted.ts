import assert from 'node:assert/strict';
import type { Scenario } from '../../scenario';
import { BEGAN, conversationOf, type Visitor } from '../../visitor';
import { callOf, taskOf } from '../activities';
import { same } from '../../same';

const HOSTILE: Record<string, string> = {
  'a script': '<script>alert("x")</script><img src=x onerror=alert(1)>',
  'quotes and entities': `"'&amp;&lt;b&gt; O'Neil \\" \\' \\\\`,
  'a query': `x' OR Name LIKE '%' --`,
  'a template': '{{contact.email}} ${process.env} {!User.Id} %s',
  emoji: '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽',
  'right-to-left text': 'שלום \u202Eevil\u202C مرحبا',
};

/** Local parts our rules let pass and a query could stumble over. */
const AWKWARD = ["o'neil", "x'or'1'='1", 'a%b', 'a_b', 'a*b', 'a+b', 'a&b=c', 'a{b}', 'a/b?c#d', 'häßlich'];

export const untrustedScenarios: Scenario[] = [
  ...Object.entries(HOSTILE).map(([what, text]): Scenario => ({
    name: `untrusted: ${what} stands there as the text it is`,
    async run(kit) {
      const visitor = kit.visitor({ name: `${text} {tag}` });
      const { ref } = await kit.lead(visitor);
      const remarks = [{ label: `Label ${text}`, value: `Value ${text}` }];
      const messages = [{ from: 'visitor' as const, text: `Said ${text}`, timestamp: BEGAN }];
      const session = kit.session();
      await session.saveConversation(ref, conversationOf(visitor, messages, { remarks }), []);
      await session.saveTask(ref, taskOf(visitor, { text: `Said ${text}`, remarks }));
      await session.saveCall(ref, callOf(visitor, { remarks }), undefined);
      const { name } = await kit.seen(ref);
      assert.equal(shown(name), shown(visitor.lead.name!.full));
      const [note, task, call] = await Promise.all([
        kit.account.notesOf(ref),
        kit.account.tasksOf(ref),
        kit.account.callsOf(ref),
      ]);
      for (const [activity] of [note, task, call]) {
        for (const part of [visitor.lead.title, `Label ${text}`, `Value ${text}`]) {
          assert(shown(activity!.text).includes(shown(part)), `it holds "${part}"`);
        }
      }
      for (const [activity] of [note, task]) assert(shown(activity!.text).includes(shown(`Said ${text}`)));
    },
  })),
  {
    name: 'untrusted: an e-mail with signs that mean something in queries finds its person only',
    async run(kit) {
      const stranger = await kit.account.seed({ last: kit.tag(), emails: [`${kit.tag()}@example.com`] });
      for (const local of AWKWARD) {
        const { person } = kit.visitor({ email: `${local}.{tag}@example.com` });
        assert(person.email, `our rules take ${local} for an address`);
        const hits = await kit.session().find(person);
        assert(!hits.some(({ ref }) => ref.id === stranger.id), `${local} does not find a stranger`);
      }
      const { tag, person } = kit.visitor({ email: "o'neil.{tag}@example.com" });
      const ref = await kit.account.seed({ last: tag, emails: [person.email!] });
      same((await kit.match(person)).best?.ref, ref);
    },
  },
  {
    name: 'untrusted: a phone that is part of a query finds nobody',
    async run(kit) {
      const phone = kit.phone();
      const stranger = await kit.account.seed({
        last: kit.tag(),
        emails: [`${kit.tag()}@example.com`],
        phones: [phone],
      });
      for (const raw of [`12345' OR Phone != '`, '12345\\', '12345%', '12345"} OR {"', '*12345*']) {
        const { person } = kit.visitor({ email: null, phone: raw });
        const hits = await kit.session().find(person);
        assert(!hits.some(({ ref }) => ref.id === stranger.id), `${raw} does not find a stranger`);
      }
    },
  },
  {
    name: 'untrusted: a visitor whose every field is hostile is one lead',
    needs: ['uniquePerson'],
    async run(kit) {
      const phone = `12345' OR Id != '`;
      const visitor = kit.visitor({ name: `Robert'); DROP {tag}`, email: "o'neil.{tag}@example.com", phone });
      const { ref } = await kit.lead(visitor);
      const again = await kit.session().create(visitor.draft());
      same(again, { outcome: 'exists', ref });
      const seen = await kit.seen(ref);
      same([seen.emails, seen.phones], [[visitor.person.email], [numberOf(visitor)]]);
    },
  },
];

function numberOf({ person: { phone } }: Visitor): string {
  return phone!.e164 ?? phone!.raw;
}

/** Without the signs that keep the direction of a text inside it, and without white space, which CRMs fold. */
function shown(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, '');
}
