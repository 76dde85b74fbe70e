import assert from 'node:assert/strict';
import type { Kit } from '../kit';
import type { Scenario } from '../scenario';
import { same } from '../same';

/** A stored number, as people write one that is +49 30 23125xxx. */
const WRITTEN: Record<string, (e164: string) => string> = {
  'as E.164': (e164) => e164,
  'with spaces': (e164) => `${e164.slice(0, 3)} ${e164.slice(3, 5)} ${e164.slice(5)}`,
  'with brackets and dashes': (e164) =>
    `${e164.slice(0, 3)} (${e164.slice(3, 5)}) ${e164.slice(5, 10)}-${e164.slice(10)}`,
};

export const findScenarios: Scenario[] = [
  {
    name: 'find: a person by e-mail, with all that our rules need',
    async run(kit) {
      const { tag, person } = kit.visitor();
      const [phone, owner] = [kit.phone(), kit.account.users[0]];
      const seed = { first: 'Tom', last: `Clifton ${tag}`, emails: [person.email!], phones: [phone] };
      const ref = await kit.account.seed({ ...seed, ownerId: owner.id });
      const { best, others } = await kit.match(person);
      assert(best);
      same(best.ref, ref);
      same(others, []);
      same(
        { name: best.name, emails: best.emails, phones: best.phones, ownerId: best.ownerId, open: best.open },
        {
          name: { first: seed.first, last: seed.last },
          emails: seed.emails,
          phones: seed.phones,
          ownerId: owner.id,
          open: true,
        },
      );
    },
  },
  {
    name: 'find: an e-mail the CRM has in capitals',
    async run(kit) {
      const { tag, person } = kit.visitor();
      const ref = await kit.account.seed({ last: tag, emails: [person.email!.toUpperCase()] });
      same((await kit.match(person)).best?.ref, ref);
    },
  },
  {
    name: 'find: a person by an e-mail that is not the main one',
    needs: ['furtherEmails'],
    async run(kit) {
      const { tag, person } = kit.visitor();
      const emails = [`main.${tag}@example.com`, `middle.${tag}@example.com`, person.email!];
      const ref = await kit.account.seed({ last: tag, emails });
      const { best } = await kit.match(person);
      same([best?.ref, best?.emails], [ref, emails]);
    },
  },
  ...Object.entries(WRITTEN).map(([how, write]): Scenario => ({
    name: `find: a person by a phone number written ${how}`,
    async run(kit) {
      const { tag, person } = kit.visitor({ email: null, phone: kit.phone() });
      const ref = await kit.account.seed({ last: tag, phones: [write(person.phone!.e164!)] });
      same((await kit.match(person)).best?.ref, ref);
    },
  })),
  {
    name: 'find: a person by a phone number that is not the main one',
    needs: ['furtherPhones'],
    async run(kit) {
      const { tag, person } = kit.visitor({ email: null, phone: kit.phone() });
      const ref = await kit.account.seed({ last: tag, phones: [kit.phone(), person.phone!.e164!] });
      same((await kit.match(person)).best?.ref, ref);
    },
  },
  {
    name: 'find: everybody who has the e-mail or the phone number',
    async run(kit) {
      const { tag, person } = kit.visitor({ phone: kit.phone() });
      const byPhone = await kit.account.seed({ last: `Phone ${tag}`, phones: [person.phone!.e164!] });
      const byEmail = await kit.account.seed({ last: `Mail ${tag}`, emails: [person.email!] });
      const { best, others } = await kit.match(person, 2);
      same(
        [best, ...others].map((record) => record?.ref),
        [byEmail, byPhone],
      );
    },
  },
  {
    name: 'find: nobody has the e-mail or the phone number',
    async run(kit) {
      const { person } = kit.visitor({ phone: kit.phone() });
      assert.equal((await kit.match(person, 0)).best, undefined);
    },
  },
  {
    name: 'find: nothing to look by is nobody, and costs nothing',
    async run(kit) {
      await kit.account.seed({ last: kit.tag() });
      await kit.session().find({ email: kit.visitor().person.email });
      const session = kit.session();
      const requests = await kit.requestsOf(async () => same(await session.find({}), []));
      assert.equal(requests, 0);
    },
  },
  {
    name: 'get: a record that was removed is undefined',
    async run(kit) {
      const { ref } = await kit.lead();
      await kit.account.remove({ person: ref });
      assert.equal(await kit.session().get(ref), undefined);
    },
  },
  {
    name: 'get: a record that never was is undefined',
    async run(kit) {
      assert.equal(await kit.session().get(kit.account.nowhere), undefined);
    },
  },
  {
    name: 'get: a record that became another one leads to it',
    needs: ['successor'],
    async run(kit) {
      const { ref } = await kit.lead();
      const successor = await kit.account.succeed!(ref);
      same((await kit.read(ref)).ref, successor);
    },
  },
  {
    name: 'find: who became another record with another address is found by the old one, once',
    needs: ['successor', 'formerAddress'],
    async run(kit) {
      const visitor = kit.visitor();
      const { ref } = await kit.lead(visitor);
      const successor = await kit.account.succeed!(ref, `now.${visitor.tag}@example.com`);
      const found = await kit.session().find(visitor.person);
      same(
        found.map((record) => record.ref),
        [successor],
      );
    },
  },
  {
    name: 'get: what became another record still takes notes, tasks and calls there',
    needs: ['successor'],
    run: notesOnTheSuccessor,
  },
];

async function notesOnTheSuccessor(kit: Kit): Promise<void> {
  const visitor = kit.visitor();
  const { ref } = await kit.lead(visitor);
  await kit.account.succeed!(ref);
  const { ref: now } = await kit.read(ref);
  const task = {
    marker: visitor.marker,
    subject: 'Call back',
    text: 'Please',
    remarks: [],
    dueAt: Date.now(),
    timeZone: 'UTC',
  };
  const id = await kit.session().saveTask(now, task);
  same(
    (await kit.account.tasksOf(now)).map((seen) => seen.id),
    [id],
  );
}
