import assert from 'node:assert/strict';
import type { RecordRef } from '../../../leads/record';
import { companyHint } from '../../../leads/contact/company';
import type { Kit } from '../kit';
import type { Scenario } from '../scenario';
import type { Visitor } from '../visitor';

/** Everybody can have a mailbox there; the kit's own visitors do. */
const isFreeMail = (domain: string) => ['gmail.com', 'example.com'].includes(domain);

/** A person may be tied to what they work for, where the CRM has it; what is made is made once, and only where it is wanted. */
export const companyScenarios: Scenario[] = [
  {
    name: 'company: the one of that name is the person’s, whatever its case; of several none is',
    needs: ['companies'],
    async run(kit) {
      const companies = kit.account.companies!;
      const [name, twice] = [`Acme ${kit.tag()}`, `Twice ${kit.tag()}`];
      const id = await companies.seed(name);
      for (let count = 0; count < 2; count++) await companies.seed(twice);
      const ref = await arrive(kit, kit.visitor(), name.toUpperCase());
      assert.deepEqual(await companies.of(ref), [id]);
      assert.deepEqual(await companies.of(await arrive(kit, kit.visitor(), twice)), []);
    },
  },
  {
    name: 'company: nothing is made unasked, and a free mailbox’s domain leads to none',
    needs: ['companies'],
    async run(kit) {
      const companies = kit.account.companies!;
      const name = `Unknown ${kit.tag()}`;
      assert.deepEqual(await companies.of(await arrive(kit, kit.visitor(), name)), []);
      assert.equal(await companies.named(name), 0);
      await companies.seed('Mail', 'gmail.com');
      const free = kit.visitor({ email: 'tom.{tag}@gmail.com' });
      assert.deepEqual(await companies.of(await arrive(kit, free, undefined)), []);
    },
  },
  {
    name: 'company: who does not want it has it off',
    needs: ['companies'],
    async run(kit) {
      const companies = kit.account.companies!;
      const name = `Off ${kit.tag()}`;
      await companies.seed(name);
      const off = await kit.restarted({}, companies.off);
      assert.deepEqual(await companies.of(await arrive(off, kit.visitor(), name)), []);
    },
  },
  {
    name: 'company: where it is wanted one is made, once, whichever answer is lost and however the search lags',
    needs: ['companies', 'faults', 'searchLag'],
    async run(kit) {
      const companies = kit.account.companies!;
      kit.account.lag!(3_600_000);
      for (const nth of [1, 2]) {
        const name = `Made ${kit.tag()}`;
        const visitor = kit.visitor();
        const since = Date.now();
        kit.account.faults!.next('lost-answer', nth);
        await arrive(await kit.restarted({}, companies.made), visitor, name).catch(() => undefined);
        kit.account.faults!.clear();
        const again = await kit.restarted({}, companies.made);
        const ref = await arrive(again, visitor, name, since);
        assert.equal((await companies.of(ref)).length, 1, `of the person, with answer ${nth} lost`);
        assert.equal(await companies.named(name), 1, `of that name, with answer ${nth} lost`);
        // Their colleague: at once, and where nobody heard of the company when the search shows it.
        if (nth === 2) kit.account.lag!(0);
        const colleague = await arrive(again, kit.visitor(), name);
        assert.deepEqual(await companies.of(colleague), await companies.of(ref));
      }
    },
  },
];

/** Writes the person, and what comes after the agent has their answer. @param since an attempt before this may have done it. */
async function arrive(
  kit: Kit,
  visitor: Visitor,
  company: string | undefined,
  since?: number,
): Promise<RecordRef> {
  const session = kit.session({ inDoubt: since !== undefined });
  const draft = visitor.draft();
  const attemptsInDoubt = since === undefined ? [] : [{ since, sameEmail: true }];
  const created = await session.create({ ...draft, lead: { ...draft.lead, company }, attemptsInDoubt });
  const ref = created.outcome === 'created' ? created.record.ref : created.ref;
  const record = await kit.read(ref);
  const hint = companyHint(record, isFreeMail);
  if (hint) await session.linkCompany?.(record, hint);
  return ref;
}
