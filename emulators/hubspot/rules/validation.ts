import type { ValueProblem } from '../http/errors';
import { invalidJson } from '../http/errors';
import type { HubSpotState, PropertyDefinition } from '../records/state';
import { sanitizeHtml } from './sanitize';
import { ruleProblem } from './rules';
import { parseTimestamp } from '../records/timestamps';

/** HubSpot docs: Notes guide ("limit of 65,536 characters"); the same holds for text properties. */
export const MAX_VALUE_LENGTH = 65_536;

/** What the API takes for an address; stricter than the standard, as HubSpot is: a dot and letters at the end. */
const E_MAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;

export function isEmail(value: string): boolean {
  return value.length <= 254 && E_MAIL.test(value);
}

interface CheckedValues {
  /** As they will be stored; `""` clears a property. */
  values: Record<string, string>;
  problems: ValueProblem[];
}

/**
 * Checks each value against its definition, as HubSpot does: all that is wrong is reported at once, nothing is saved.
 * Numbers and booleans are taken for their text; null says nothing.
 * @throws HubSpotError 400 when a value is a list or an object.
 */
export function checkValues(
  state: HubSpotState,
  type: string,
  input: Record<string, unknown>,
): CheckedValues {
  const definitions = new Map(
    (state.properties[type] ?? []).map((definition) => [definition.name, definition]),
  );
  const values: Record<string, string> = {};
  const problems: ValueProblem[] = [];
  for (const [name, given] of Object.entries(input)) {
    if (given === null || given === undefined) continue;
    const text = asText(given);
    const definition = definitions.get(name);
    const checked = checkValue(state, type, definition?.archived ? undefined : definition, name, text);
    if ('error' in checked) problems.push({ name, ...checked });
    else values[name] = checked.value;
  }
  return { values, problems };
}

type Refused = Omit<ValueProblem, 'name'>;
type Checked = { value: string } | Refused;

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const [kind, token] = Array.isArray(value) ? ['Array', 'START_ARRAY'] : ['Object', 'START_OBJECT'];
  throw invalidJson(
    `Cannot deserialize value of type \`java.lang.String\` from ${kind} value (token \`JsonToken.${token}\`)`,
  );
}

function checkValue(
  state: HubSpotState,
  type: string,
  definition: PropertyDefinition | undefined,
  name: string,
  text: string,
): Checked {
  if (!definition) return { error: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` };
  if (definition.readOnlyValue) {
    return {
      error: 'READ_ONLY_VALUE',
      message: `"${name}" is a read only property; its value cannot be set.`,
    };
  }
  if (text === '') return { value: '' };
  if (text.length > MAX_VALUE_LENGTH) {
    return {
      error: 'PROPERTY_VALUE_TOO_LONG',
      message: `Value of property "${name}" has ${text.length} characters; the limit is ${MAX_VALUE_LENGTH}.`,
    };
  }
  const special = SPECIAL_CHECKS[name]?.(text);
  const checked = special ?? byType(state, type, definition, text);
  if ('error' in checked) return checked;
  return ruleProblem(state.rules, type, name, checked.value) ?? checked;
}

const SPECIAL_CHECKS: Partial<Record<string, (text: string) => Checked>> = {
  email: (text) => {
    const value = text.trim().toLowerCase();
    return isEmail(value) ? { value } : invalidEmail(text);
  },
  hs_additional_emails: (text) => {
    const addresses = text.split(';').map((address) => address.trim().toLowerCase());
    const bad = addresses.filter(Boolean).find((address) => !isEmail(address));
    return bad === undefined
      ? { value: [...new Set(addresses.filter(Boolean))].join(';') }
      : invalidEmail(bad);
  },
  hs_call_recording_url: (text) =>
    /^https:\/\/\S+$/i.test(text)
      ? { value: text }
      : { error: 'INVALID_URL', message: `${text} is not a valid https URL.` },
};

function invalidEmail(text: string): Refused {
  return { error: 'INVALID_EMAIL', message: `Email address ${text} is invalid` };
}

function byType(state: HubSpotState, type: string, definition: PropertyDefinition, text: string): Checked {
  if (definition.referencedObjectType === 'OWNER') return checkOwner(state, text);
  switch (definition.type) {
    case 'enumeration':
      return checkOptions(state, type, definition, text);
    case 'bool':
      return /^(true|false)$/i.test(text)
        ? { value: text.toLowerCase() }
        : { error: 'INVALID_OPTION', message: `${text} was not one of the allowed options: [true, false]` };
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text))
        ? { value: text.trim() }
        : { error: 'INVALID_INTEGER', message: `${text} was not a valid number.` };
    case 'datetime': {
      const date = parseTimestamp(text);
      return date
        ? { value: date.toISOString() }
        : { error: 'INVALID_LONG', message: `${text} was not a valid long.` };
    }
    case 'date':
      return checkDate(text);
    case 'string':
    case 'phone_number':
    case 'json':
      return { value: definition.fieldType === 'html' ? sanitizeHtml(text) : text };
  }
}

/**
 * HubSpot docs: Owners API: records take an owner's `id`; `userId` is refused. What HubSpot answers is not documented;
 * the code here follows its other ones.
 */
function checkOwner(state: HubSpotState, text: string): Checked {
  return state.owners.some(({ id, archived }) => id === text && !archived)
    ? { value: text }
    : { error: 'INVALID_OWNER_ID', message: `${text} is not the id of an active owner.` };
}

function checkOptions(
  state: HubSpotState,
  type: string,
  definition: PropertyDefinition,
  text: string,
): Checked {
  if (definition.name.endsWith('stage') && definition.externalOptions) return checkStage(state, type, text);
  if (definition.name === 'pipeline' || definition.name === 'hs_pipeline')
    return checkPipeline(state, type, text);
  if (definition.externalOptions) return { value: text };
  const allowed = definition.options.map(({ value }) => value);
  const chosen = definition.fieldType === 'checkbox' ? text.split(';').filter(Boolean) : [text];
  const wrong = chosen.find((value) => !allowed.includes(value));
  if (wrong === undefined) return { value: text };
  const listed = definition.options.map(
    ({ label, value, displayOrder }) =>
      `label: "${label}"\nvalue: "${value}"\ndisplay_order: ${displayOrder}\nhidden: false\n`,
  );
  return {
    error: 'INVALID_OPTION',
    message: `${wrong} was not one of the allowed options: [${listed.join(', ')}]`,
  };
}

/** HubSpot docs: Deals guide; the internal ids of stages are needed, not their labels. */
function checkStage(state: HubSpotState, type: string, text: string): Checked {
  const pipelines = state.pipelines.filter(({ objectType }) => objectType === type);
  if (pipelines.length === 0 || pipelines.some(({ stages }) => stages.includes(text))) return { value: text };
  const options = pipelines.map(({ id, stages }) => `pipelineId=${id} : [${stages.join(', ')}]`).join(', ');
  return {
    error: 'INVALID_OPTION',
    message: `${text} is not a valid pipeline stage ID. Valid options are: ${options}`,
  };
}

function checkPipeline(state: HubSpotState, type: string, text: string): Checked {
  const ids = state.pipelines.filter(({ objectType }) => objectType === type).map(({ id }) => id);
  return ids.length === 0 || ids.includes(text)
    ? { value: text }
    : {
        error: 'INVALID_OPTION',
        message: `${text} is not a valid pipeline ID. Valid options are: [${ids.join(', ')}]`,
      };
}

/** HubSpot docs: Properties API, date: midnight UTC, as milliseconds or YYYY-MM-DD. */
function checkDate(text: string): Checked {
  const date = parseTimestamp(text);
  if (!date) return { error: 'INVALID_DATE', message: `${text} was not a valid date.` };
  const midnight = date.getTime() % 86_400_000 === 0;
  return midnight
    ? { value: date.toISOString().slice(0, 10) }
    : {
        error: 'INVALID_DATE',
        message: `${text} is at ${date.toISOString().slice(11, 19)} UTC, not midnight!`,
      };
}
