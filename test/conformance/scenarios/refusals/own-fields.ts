import assert from 'node:assert/strict';
import type { LeadDraft, SaveOutcome } from '../../../../connectors/connector';
import type { MappedValue } from '../../../../leads/rules/field-values';
import type { Kit } from '../../kit';
import type { OwnKind } from '../../accounts/own-fields';
import type { Scenario } from '../../scenario';
import { same } from '../../same';
import { changes } from '../merge';

/** Of each kind: what the site says, and what no such field can hold. */
const SAID: Readonly<Record<OwnKind, readonly [good: string, bad?: string]>> = {
  text: ['Gold'],
  number: ['1 234,50', 'many'],
  integer: ['12', 'a dozen'],
  boolean: ['yes', 'perhaps'],
  date: ['31.12.2026', 'next year'],
  datetime: ['2026-11-25T10:00:00Z', 'soon'],
  choice: ['red', 'purple'],
  choices: ['Red, green', 'purple'],
};

type Way = (kit: Kit, mapped: readonly MappedValue[]) => Promise<SaveOutcome>;

const WAYS: Readonly<Record<string, Way>> = {
  'a new lead': async (kit, mapped) => {
    const draft: LeadDraft = { ...kit.visitor().draft(), mapped };
    const created = await kit.session().create(draft);
    assert(created.outcome === 'created', 'the lead is made');
    return created;
  },
  'a known one': async (kit, mapped) => {
    const { ref } = await kit.lead();
    return kit.session().update(await kit.read(ref), changes({ mapped }));
  },
};

/** All kinds at once; a text beside them that any CRM takes. */
function valuesFor(kit: Kit, pick: 'good' | 'bad'): { mapped: MappedValue[]; text: string } {
  const own = kit.account.own!;
  const text = own.define('text');
  const mapped = own.kinds.flatMap((kind): MappedValue[] => {
    const [good, bad] = SAID[kind];
    const value = pick === 'bad' && kind !== 'text' ? bad! : good;
    const field = kind === 'text' ? text : own.define(kind);
    return [{ object: own.object, field, value, policy: 'latest' }];
  });
  return { mapped, text };
}

async function open(kit: Kit, mapped: readonly MappedValue[], learned: boolean): Promise<Kit> {
  const fields = mapped.map(({ object, field, policy }) => ({ object, field, from: [], policy }));
  const ruled = await kit.withRules({ fields });
  if (learned) await ruled.session().learnFields?.();
  return ruled;
}

export const ownFieldScenarios: Scenario[] = [
  ...Object.entries(WAYS).flatMap(([who, save]): Scenario[] => [
    ...[true, false].map((learned): Scenario => ({
      name: `own fields: of ${who}, ${learned ? 'known' : 'not known yet'}: what a field of any kind cannot hold is left out and told`,
      needs: ['ownFields'],
      async run(kit) {
        const { mapped, text } = valuesFor(kit, 'bad');
        const { record, refused } = await save(await open(kit, mapped, learned), mapped);
        const { own } = kit.account;
        for (const { field, value } of mapped) {
          const told = refused.some((refusal) => refusal.field === field && refusal.value.includes(value));
          const held = own!.held(record.ref, field) ?? undefined;
          same(
            { field, told, held },
            { field, told: field !== text, held: field === text ? 'Gold' : undefined },
          );
        }
      },
    })),
    {
      name: `own fields: of ${who}: a value goes in as the field’s own kind`,
      needs: ['ownFields'],
      async run(kit: Kit) {
        const { mapped } = valuesFor(kit, 'good');
        const { record, refused } = await save(await open(kit, mapped, true), mapped);
        same(refused, []);
        for (const { field } of mapped)
          assert(kit.account.own!.held(record.ref, field) != null, `${field} holds its value`);
      },
    },
  ]),
  {
    name: 'own fields: a person is found by what such a field holds, and nobody by anything else',
    needs: ['ownFields'],
    async run(kit) {
      const own = kit.account.own!;
      const { object } = own;
      const field = own.define('text');
      const visitor = kit.visitor();
      const mapped: MappedValue[] = [{ object, field, value: visitor.tag, policy: 'blank' }];
      const created = await (await open(kit, mapped, true)).session().create({ ...visitor.draft(), mapped });
      assert(created.outcome === 'created');
      const find = (value: string) => kit.session().findByField!(field, value);
      const found = await kit.eventually(
        () => find(visitor.tag),
        ({ length }) => length > 0,
      );
      same(
        found.map(({ ref }) => ref),
        [created.record.ref],
      );
      same(await find(kit.tag()), []);
      // What stands in another field is not it.
      same(await find(visitor.person.email!), []);
    },
  },
];
