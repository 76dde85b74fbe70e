import { invalid } from '../http/errors';
import type { Settings } from '../settings';
import type { Field, Json } from './state';

/** Pipedrive docs: Custom fields: what a value of each type looks like in v2, and how long a text may be. */
const IS_VALUE: Readonly<Record<string, (value: unknown, field: Field) => boolean>> = {
  varchar: (value) => typeof value === 'string' && value.length <= 255,
  varchar_auto: (value) => typeof value === 'string' && value.length <= 255,
  text: (value) => typeof value === 'string' && value.length <= 65_000,
  phone: (value) => typeof value === 'string',
  double: (value) => typeof value === 'number',
  date: (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)),
  enum: (value, { options }) => (options ?? []).some(({ id }) => id === value),
  set: (value, { options }) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => (options ?? []).some(({ id }) => id === one)),
  user: (value) => typeof value === 'number',
};

const EXPECTED: Readonly<Record<string, string>> = {
  double: 'number',
  enum: 'number',
  set: 'array',
  user: 'number',
};

/**
 * The custom fields of a write.
 * @throws PipedriveError 400: "Validation failed: custom_fields: Expected 'number' as value for person custom field '…'".
 */
export function customFieldsOf(
  given: unknown,
  { entity, fields, settings }: { entity: string; fields: readonly Field[]; settings: Settings },
): Json {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null) throw invalid('custom_fields', 'Invalid collection');
  for (const [key, value] of Object.entries(given)) {
    const field = fields.find(({ field_code, is_custom_field }) => is_custom_field && field_code === key);
    if (!field)
      throw invalid('custom_fields', settings.namesCustomField ? `Unknown key '${key}'` : 'Unknown key');
    if (value === null || IS_VALUE[field.field_type]?.(value, field)) continue;
    const named = settings.namesCustomField ? ` for ${entity} custom field '${key}'` : '';
    throw invalid('custom_fields', `Expected '${EXPECTED[field.field_type] ?? 'string'}' as value${named}`);
  }
  return given as Json;
}

/** As they are answered: every field of the company, or those with a value. */
export function shownCustomFields(
  stored: Json,
  fields: readonly Field[],
  { unsetCustomFields }: Settings,
): Json {
  const shown = fields.filter(({ is_custom_field }) => is_custom_field).map(({ field_code }) => field_code);
  const entries = shown.map((key) => [key, stored[key] ?? null] as const);
  return Object.fromEntries(entries.filter(([, value]) => unsetCustomFields === 'null' || value !== null));
}
