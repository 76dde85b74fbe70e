import type { ApiError } from '../http/errors';
import type { FieldDefinition, ValidationRule, Value, Values } from './state';

export type WriteMode = 'create' | 'update';

/** Salesforce help: Requirements for email addresses; ASCII only, and a domain with a dot. */
const EMAIL =
  /^[A-Za-z0-9!#$%&'*/=?^_+\-`{|}~]+(\.[A-Za-z0-9!#$%&'*/=?^_+\-`{|}~]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]$/;

/**
 * What is wrong with the values by the fields' own definitions: too long, no e-mail address, not in a restricted
 * picklist, required and blank. All of them, for Salesforce tells them together.
 */
export function fieldErrors(fields: readonly FieldDefinition[], sent: Values, mode: WriteMode): ApiError[] {
  const missing = fields.filter((field) => isMissing(field, sent, mode)).map(({ name }) => name);
  const errors = missing.length > 0 ? [requiredMissing(missing)] : [];
  for (const field of fields) {
    const value = sent[field.name];
    if (typeof value !== 'string') continue;
    if (field.length > 0 && field.type !== 'reference' && value.length > field.length) {
      errors.push({
        message: `${field.label}: data value too large: ${value} (max length=${field.length})`,
        errorCode: 'STRING_TOO_LONG',
        fields: [field.name],
      });
    } else if (field.type === 'email' && !EMAIL.test(value)) {
      errors.push({
        message: `${field.label}: invalid email address: ${value}`,
        errorCode: 'INVALID_EMAIL_ADDRESS',
        fields: [field.name],
      });
    } else if (field.restrictedPicklist) {
      // Several are parted by semicolons (Salesforce docs: Field Types, multipicklist).
      const values = field.type === 'multipicklist' ? value.split(';') : [value];
      const bad = values.find((each) => !isActiveValue(field, each));
      if (bad !== undefined) errors.push(badPicklistValue(field, bad));
    }
  }
  return errors;
}

export function badPicklistValue({ label, name }: { label: string; name: string }, value: string): ApiError {
  return {
    message: `${label}: bad value for restricted picklist field: ${value}`,
    errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    fields: [name],
  };
}

function requiredMissing(fields: string[]): ApiError {
  return {
    message: `Required fields are missing: [${fields.join(', ')}]`,
    errorCode: 'REQUIRED_FIELD_MISSING',
    fields,
  };
}

function isMissing(field: FieldDefinition, sent: Values, mode: WriteMode): boolean {
  if (field.nillable || field.type === 'boolean') return false;
  if (mode === 'update') return sent[field.name] === null;
  return (
    field.createable &&
    (sent[field.name] ?? null) === null &&
    (!field.defaultedOnCreate || field.name in sent)
  );
}

/** Values are compared without regard to case, as picklists do. */
function isActiveValue({ picklistValues }: FieldDefinition, value: string): boolean {
  return picklistValues.some((known) => known.active && known.value.toLowerCase() === value.toLowerCase());
}

/** Every rule that fires, in the administrator's own words. */
export function ruleErrors(rules: readonly ValidationRule[], values: Values, mode: WriteMode): ApiError[] {
  return rules
    .filter((rule) => (rule.on ?? mode) === mode && fires(rule.when, values[rule.when.field] ?? null))
    .map(({ message, errorField }) => ({
      message,
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      fields: errorField ? [errorField] : [],
    }));
}

function fires({ blank, matches, differsFrom }: ValidationRule['when'], value: Value): boolean {
  if (blank !== undefined && (value === null) !== blank) return false;
  if (matches !== undefined && !(value !== null && new RegExp(matches).test(String(value)))) return false;
  if (differsFrom !== undefined && (value === null || new RegExp(differsFrom).test(String(value))))
    return false;
  return true;
}
