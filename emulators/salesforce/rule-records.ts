import type { Backend } from './backend';
import { apiError } from './http/errors';
import type { ValidationRule, Values } from './records/state';

/** @param by id of the administrator. */
export function recordRule({ state, records }: Backend, rule: ValidationRule, by: string): void {
  state.validationRules.push(rule);
  records.create('ValidationRule', ruleValues(rule, state.validationRules.length), by, true);
}

export function forgetRules({ state }: Backend): void {
  state.validationRules = [];
  state.records = state.records.filter(({ type }) => type !== 'ValidationRule');
}

/** A rule as the Tooling API shows it (Salesforce docs: Tooling API, ValidationRule). */
function ruleValues(rule: ValidationRule, number: number): Values {
  const { type, message, errorField = null } = rule;
  const metadata = {
    active: true,
    errorConditionFormula: formula(rule),
    errorDisplayField: errorField,
    errorMessage: message,
  };
  return {
    ValidationName: `Rule_${number}`,
    Active: true,
    EntityDefinitionId: type,
    ErrorDisplayField: errorField,
    ErrorMessage: message,
    Metadata: JSON.stringify(metadata),
  };
}

/** What an administrator would have written for it. */
function formula({ when: { field, blank, matches, differsFrom } }: ValidationRule): string {
  if (blank) return `ISBLANK(${field})`;
  if (matches !== undefined) return `REGEX(${field}, "${matches.replaceAll('"', '\\"')}")`;
  return `${field} <> "${differsFrom ?? ''}"`;
}

/**
 * `Metadata` as an object, of one row at most (Salesforce docs: Tooling API, "Metadata" field).
 * @throws SalesforceError 400 when more rows are asked for.
 */
export function withMetadata(records: Record<string, unknown>[]): Record<string, unknown>[] {
  if (!records.some((record) => 'Metadata' in record)) return records;
  if (records.length > 1) {
    const words =
      'When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one row for retrieval.';
    throw apiError(400, 'MALFORMED_QUERY', `${words} Result size: ${records.length}`);
  }
  return records.map((record) => ({ ...record, Metadata: JSON.parse(String(record.Metadata)) as unknown }));
}
