import { writeAmended, type RefusedValue, type WriteOptions } from '../../shared/fields/accepted-values';
import { rememberAbsent } from '../../shared/fields/lead-fields';
import { PipedriveResponseError, refusedField } from '../api/errors';
import type { PipedriveContext } from '../context';
import { ABSENT, isCustom, type Fields } from './fields';

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

/**
 * Writes; values Pipedrive refuses are dropped, by what its answer says of them; an owner gives way to the default one.
 * @throws PipedriveResponseError for refusals that dropping a value cannot mend.
 */
export async function writeAccepted<Written>(
  context: PipedriveContext,
  options: WriteOptions<unknown, Written>,
) {
  const outcome = await writeAmended(
    {
      crm: 'Pipedrive',
      readings: [refusedIn],
      maxRounds: MAX_ROUNDS + customIn(options.fields).length,
      owner: {
        fields: ['owner_id', 'user_id'],
        insteadOf: async (refused) => Number(await context.owners.insteadOf(refused)) || undefined,
      },
      isTold: ({ code }) => code !== ABSENT,
      label: (name) => (name === 'user_id' ? 'owner' : name),
    },
    options,
  );
  const absent = outcome.dropped.filter(({ code }) => code === ABSENT).map(({ name }) => name);
  await rememberAbsent(context, ABSENT, absent, {
    crm: 'Pipedrive',
    remedy: 'Run setup and take over the PIPEDRIVE_LEAD_FIELDS it prints',
  });
  return outcome;
}

/** The fields of the request that are refused: those that are named, or those that the words may mean. */
function refusedIn(error: unknown, sent: Fields): RefusedValue[] {
  if (!(error instanceof PipedriveResponseError)) return [];
  const { status, words } = error;
  const field = refusedField(error);
  const isAbsent = /unknown key/i.test(words);
  return (field ? namedBy(field.name, sent) : likely(error, sent)).map((name) => ({
    name,
    code: isAbsent && isCustom(name) ? ABSENT : `HTTP ${status}`,
    why: field?.words,
  }));
}

/** All custom ones where none of them is named by its key. */
function namedBy(named: string, sent: Fields): string[] {
  return named === 'custom_fields' ? customIn(sent) : Object.keys(sent).filter((name) => name === named);
}

function likely({ status, words, body, code }: PipedriveResponseError, sent: Fields): string[] {
  if (![400, 403, 404, 422].includes(status) || !body || code) return [];
  const custom = customIn(sent);
  const suspects = Object.keys(SUSPECTS).filter((name) => sent[name] !== undefined);
  const quoted = custom.filter((name) => words.includes(name));
  const meant = suspects.filter((name) => SUSPECTS[name]!.test(words));
  if (quoted.length + meant.length > 0) return quoted.length > 0 ? quoted : meant;
  // Where it names nothing else, a 404 is about the record itself; so is a 403, but for an author whom we may not name.
  if (status === 403) return suspects.filter((name) => name === 'user_id');
  return status === 404 ? [] : [...suspects, ...custom];
}

function customIn(sent: Fields): string[] {
  return Object.keys(sent).filter(isCustom);
}
