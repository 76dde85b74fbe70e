import type { Refusal } from '../../../leads/conversation/remarks';
import { writeAmended, type AcceptedWrite, type Amended } from '../../shared/fields/accepted-values';
import { PipedriveResponseError, refusedField, type RefusedField } from '../api/errors';
import { isObject, type Json } from '../api/json';
import type { PipedriveContext } from '../context';
import { rememberAbsent } from './absent-fields';

/** Pipedrive names one fault at a time. */
const MAX_ROUNDS = 8;

type Fields = Record<string, unknown>;

/** Pipedrive docs: Custom fields: their keys. */
const FIELD_KEY = /^[0-9a-f]{40}$/;

/** What v1 means by words that name no field, by the field it may be. */
const SUSPECTS: Readonly<Record<string, RegExp>> = {
  user_id: /user|owner|author|permission/i,
  owner_id: /user|owner/i,
  label_ids: /label/i,
  channel: /channel/i,
  lead_id: /lead/i,
  deal_id: /deal/i,
};

export interface PipedriveWrite<Written> {
  fields: Fields;
  /** Without one of these the write makes no sense, or the caller knows better. */
  indispensable?: readonly string[];
  /** The write carries more than these fields, so that it is made without any of them as well. */
  carriesMore?: boolean;
  /** Puts something else in the place of what was dropped. */
  standIn?: (left: Fields, gone: Fields) => Fields | Promise<Fields>;
  /** @param refused what was dropped so far, to be named in the text of what is written. */
  write: (fields: Fields, refused: readonly Refusal[]) => Promise<Written>;
}

/**
 * Writes; values Pipedrive refuses are dropped, by what its answer says of them; an owner gives way to the default one.
 * @throws PipedriveResponseError for refusals that dropping a value cannot mend.
 */
export function writeAccepted<Written>(
  context: PipedriveContext,
  { fields, indispensable = [], carriesMore, standIn, write }: PipedriveWrite<Written>,
): Promise<AcceptedWrite<Fields, Written>> {
  const drop = async (error: unknown, sent: Fields): Promise<Amended<Fields> | undefined> => {
    if (!(error instanceof PipedriveResponseError)) return undefined;
    const dropped = refusedNames(error, sent).filter(({ name }) => !indispensable.includes(name));
    if (dropped.length === 0) return undefined;
    const absent = dropped.filter(({ custom }) => custom && /unknown key/i.test(error.words));
    for (const { name } of absent) await rememberAbsent(context, name);
    const names = new Set(dropped.map(({ name }) => name));
    const [left, gone] = parted(sent, names);
    const owned = await withDefaultOwner(context, left, gone);
    return {
      fields: standIn ? await standIn(owned, gone) : owned,
      refused: dropped
        .filter((refusal) => !absent.includes(refusal))
        .map((refusal) => remarkOn(refusal, gone)),
    };
  };
  const { custom_fields: custom } = fields;
  const maxRounds = MAX_ROUNDS + (isObject(custom) ? Object.keys(custom).length : 0);
  return writeAmended({ fields, strategies: [drop], maxRounds, carriesMore, write });
}

/** The fields of the request that are refused: one that is named, all custom ones where none of them is, or suspects. */
function refusedNames(error: PipedriveResponseError, sent: Fields): RefusedField[] {
  const custom = isObject(sent.custom_fields) ? sent.custom_fields : {};
  const named = refusedField(error);
  if (named?.custom) return Object.hasOwn(custom, named.name) ? [named] : [];
  if (named?.name === 'custom_fields') {
    return Object.keys(custom).map((name) => ({ ...named, name, custom: true }));
  }
  if (named) return Object.hasOwn(sent, named.name) ? [named] : [];
  if (![400, 403, 404, 422].includes(error.status) || error.body === undefined || error.code) return [];
  // v1 has custom fields among its own, and names them in words or not at all.
  const keys = Object.keys(sent).filter((name) => FIELD_KEY.test(name));
  const quoted = keys.filter((name) => error.words.includes(name));
  if (quoted.length > 0) return quoted.map((name) => ({ name, custom: false, words: 'HTTP 400' }));
  const suspects = Object.keys(SUSPECTS).filter((name) => sent[name] !== undefined);
  const meant = suspects.filter((name) => SUSPECTS[name]!.test(error.words));
  // A 403 or 404 is about the record itself where it names nothing else.
  const names =
    meant.length > 0 || error.status === 403 || error.status === 404 ? meant : [...suspects, ...keys];
  return names.map((name) => ({ name, custom: false, words: `HTTP ${error.status}` }));
}

/** Keeps whoever was refused from being asked for again. */
async function withDefaultOwner(
  { owners, settings }: PipedriveContext,
  left: Fields,
  gone: Fields,
): Promise<Fields> {
  const field = ['owner_id', 'user_id'].find((name) => gone[name] !== undefined);
  if (!field) return left;
  const other = await owners.insteadOf(String(gone[field]), settings.defaultOwner);
  return other ? { ...left, [field]: Number(other) } : left;
}

function remarkOn({ name, custom, words: why }: RefusedField, gone: Fields): Refusal {
  const value = custom ? (gone.custom_fields as Json)[name] : gone[name];
  const field = name === 'user_id' ? 'owner' : name;
  return { kind: 'notAccepted', crm: 'Pipedrive', field, why, value: valueText(value) };
}

function valueText(value: unknown): string {
  if (Array.isArray(value))
    return value.map((one) => (isObject(one) ? String(one.value) : String(one))).join(', ');
  return String(value);
}

/** Custom fields stand in an object of their own. */
function parted(fields: Fields, names: ReadonlySet<string>): [left: Fields, gone: Fields] {
  const of = (object: Json, wanted: boolean) =>
    Object.fromEntries(Object.entries(object).filter(([name]) => names.has(name) === wanted));
  const { custom_fields: custom, ...own } = fields;
  if (!isObject(custom)) return [of(own, false), of(own, true)];
  const [left, gone] = [of(custom, false), of(custom, true)];
  return [
    { ...of(own, false), ...(Object.keys(left).length > 0 && { custom_fields: left }) },
    { ...of(own, true), ...(Object.keys(gone).length > 0 && { custom_fields: gone }) },
  ];
}
