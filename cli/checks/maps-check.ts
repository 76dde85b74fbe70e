import type { Account } from '../../config/accounts';
import type { Env } from '../../config/env';
import type { Finding } from '../../connectors/admin';
import { convertValue, type FieldKind } from '../../connectors/shared/fields/field-kinds';
import { hint, wrong } from '../../connectors/shared/findings';
import { knownKinds } from '../../connectors/shared/fields/mapped-values';
import { accountRules } from '../../leads/rules/account-rules';
import type { AccountRules, Company, FieldMap } from '../../leads/rules/rule';
import type { Cli } from '../cli';
import { forgetful } from '../../connectors/shared/forgetful';
import { openConnector } from '../../connectors/open-connector';
import { unlessAway } from '../failures';

/** Whether the fields of the company's maps and match keys are there, may be written and take what the file writes. Reads only. */
export async function checkMaps(
  account: Account,
  company: Company,
  env: Env,
  cli: Pick<Cli, 'fetch' | 'now'>,
): Promise<Finding[]> {
  const rules = accountRules(company, account.name);
  if (!rules || rules.fields.length === 0) return [];
  const memory = forgetful();
  const asked = await unlessAway(async () => {
    const { session } = await openConnector(account, env, cli, { memory, rules });
    await session.learnFields?.();
    return session;
  });
  if (!asked) return [notTold(account, rules.fields.map(({ object }) => object).join(', '))];
  const findings: Finding[] = [];
  const objects = [...new Set(rules.fields.map((map) => map.object))];
  const known = await Promise.all(objects.map((object) => knownKinds(memory, object)));
  for (const [index, object] of objects.entries()) {
    const kinds = known[index];
    const maps = rules.fields.filter(
      (map) => map.object === object && !map.ready && !(isKey(map, rules) && isElsewhere(map, known, index)),
    );
    findings.push(
      ...(kinds ? maps.flatMap((map) => checkMap(account, map, kinds, rules)) : [notTold(account, object)]),
    );
  }
  return findings;
}

function isKey({ field }: FieldMap, { match = [] }: AccountRules): boolean {
  return match.some((key) => key.by === 'field' && key.field.toLowerCase() === field.toLowerCase());
}

/** A match key is looked for in every object that stands for a person; one that has the field is enough. */
function isElsewhere(
  { field }: FieldMap,
  known: readonly (readonly FieldKind[] | undefined)[],
  here: number,
): boolean {
  const has = (kinds: readonly FieldKind[] = []) =>
    kinds.some(({ name }) => name.toLowerCase() === field.toLowerCase());
  return !has(known[here]) && known.some((kinds, index) => index !== here && has(kinds));
}

function notTold({ name }: Account, objects: string): Finding {
  return hint(
    `${name} does not tell the fields of ${objects}; the maps of jivochat-crm.yml are not checked`,
    'Let the key read the fields (scopes), or compare the names by hand; values go as text until then',
  );
}

function checkMap(
  { name }: Account,
  map: FieldMap,
  kinds: readonly FieldKind[],
  rules: AccountRules,
): Finding[] {
  const { object, field, from } = map;
  const place = `jivochat-crm.yml, ${name}: ${object}.${field}`;
  const kind = kinds.find((each) => each.name.toLowerCase() === field.toLowerCase());
  if (!kind)
    return [wrong(`${place}: there is no such field`, 'Correct the internal name, or make the field')];
  if (!kind.writable)
    return [wrong(`${place} may not be written`, 'Choose another field, or allow it to be edited')];
  return [
    ...fixedValues(from).flatMap((value) => {
      const converted = convertValue(value, kind);
      if (converted.ok) return [];
      return [
        wrong(
          `${place} does not take “${value}”: ${converted.why}`,
          'Correct the value, or the field’s choices',
        ),
      ];
    }),
    ...(isKey(map, rules) && !kind.unique
      ? [
          hint(
            `${place} is a match key and not unique`,
            'Require unique values of it, or two people share a chat',
          ),
        ]
      : []),
  ];
}

/** What is known before any event: a fixed text, the values of a table, what stands for none. */
function fixedValues(from: FieldMap['from']): string[] {
  const [only] = from;
  if (from.length !== 1 || only === undefined) return [];
  if (typeof only === 'string') return [only];
  return (only.steps ?? []).flatMap((step) => {
    if (step[0] === 'default') return [step[1]];
    return step[0] === 'map' ? Object.values(step[1]) : [];
  });
}
