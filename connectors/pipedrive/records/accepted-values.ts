import {
  notAccepted,
  writeAmended,
  type AcceptedWrite,
  type RefusedValue,
  type WriteOptions,
} from '../../shared/fields/accepted-values';
import { PipedriveResponseError, refusedField } from '../api/errors';
import { isObject } from '../api/json';
import type { PipedriveContext } from '../context';
import { rememberAbsent } from './absent-fields';
import { customField, keyOf, type Fields } from './custom-fields';

/** Pipedrive names one fault at a time. */
const MAX_ROUNDS = 8;

/** What v1 means by words that name no field, by the field it may be. */
const SUSPECTS: Readonly<Record<string, RegExp>> = {
  user_id: /user|owner|author|permission/i,
  owner_id: /user|owner/i,
  label_ids: /label/i,
  channel: /channel/i,
  lead_id: /lead/i,
  deal_id: /deal/i,
};

interface Dropped extends RefusedValue<unknown> {
  /** The key of a custom field that there is not. */
  absent?: string;
}

/**
 * Writes; values Pipedrive refuses are dropped, by what its answer says of them; an owner gives way to the default one.
 * @throws PipedriveResponseError for refusals that dropping a value cannot mend.
 */
export async function writeAccepted<Written>(
  context: PipedriveContext,
  options: WriteOptions<unknown, Written>,
): Promise<AcceptedWrite<unknown, Written>> {
  const custom = Object.keys(options.fields).filter((name) => keyOf(name) !== undefined);
  const insteadOf = async (refused: string) => {
    const other = await context.owners.insteadOf(refused);
    return other === undefined ? undefined : Number(other);
  };
  const outcome = await writeAmended(
    {
      readings: [droppedBy],
      maxRounds: MAX_ROUNDS + custom.length,
      owner: { fields: ['owner_id', 'user_id'], insteadOf },
    },
    options,
  );
  for (const { absent } of outcome.dropped) if (absent) await rememberAbsent(context, absent);
  return outcome;
}

function droppedBy(error: unknown, sent: Fields): Dropped[] {
  if (!(error instanceof PipedriveResponseError)) return [];
  const { names, words } = refusedIn(error, sent);
  return names.map((name) => {
    const key = keyOf(name);
    if (key !== undefined && /unknown key/i.test(error.words)) return { name, absent: key };
    const label = name === 'user_id' ? 'owner' : (key ?? name);
    return { name, told: notAccepted('Pipedrive', label, valueText(sent[name]), words) };
  });
}

/** The fields of the request that are refused: those that are named, all custom ones where none of them is, or suspects. */
function refusedIn(error: PipedriveResponseError, sent: Fields): { names: string[]; words: string } {
  const { status, words } = error;
  const custom = Object.keys(sent).filter((name) => keyOf(name) !== undefined);
  const field = refusedField(error);
  if (field) {
    const named = [field.custom ? customField(field.name) : field.name];
    const names = field.name === 'custom_fields' ? custom : named.filter((name) => Object.hasOwn(sent, name));
    return { names, words: field.words };
  }
  const isAboutValues = [400, 403, 404, 422].includes(status) && error.body !== undefined && !error.code;
  const quoted = custom.filter((name) => words.includes(keyOf(name)!));
  const suspects = Object.keys(SUSPECTS).filter((name) => sent[name] !== undefined);
  const meant = suspects.filter((name) => SUSPECTS[name]!.test(words));
  return { names: isAboutValues ? likely() : [], words: `HTTP ${status}` };

  function likely(): string[] {
    if (quoted.length > 0) return quoted;
    if (meant.length > 0) return meant;
    // Where it names nothing else, a 404 is about the record itself; so is a 403, but for an author whom we may not name.
    if (status === 403) return suspects.filter((name) => name === 'user_id');
    return status === 404 ? [] : [...suspects, ...custom];
  }
}

function valueText(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value.map((one) => String(isObject(one) ? one.value : one)).join(', ');
}
