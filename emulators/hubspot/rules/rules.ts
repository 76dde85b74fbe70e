import type { ValueProblem } from '../http/errors';
import type { ValidationRule } from '../records/state';

/**
 * What an administrator demands of a value (HubSpot docs: Set validation rules for properties); API writes have been
 * held to these rules since July 2023.
 */
export function ruleProblem(
  rules: ValidationRule[],
  objectType: string,
  property: string,
  value: string,
): Omit<ValueProblem, 'name'> | undefined {
  const broken = rules
    .filter((rule) => rule.objectType === objectType && rule.property === property)
    .find((rule) => breaks(rule, value));
  if (!broken) return undefined;
  return {
    error: broken.code ?? 'INVALID_FORMAT',
    message: broken.message ?? `${value} does not meet the validation rules of property "${property}".`,
  };
}

function breaks({ pattern, min, max, minLength, maxLength }: ValidationRule, value: string): boolean {
  return (
    (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) ||
    (min !== undefined && Number(value) < min) ||
    (max !== undefined && Number(value) > max) ||
    (minLength !== undefined && value.length < minLength) ||
    (maxLength !== undefined && value.length > maxLength)
  );
}

/**
 * Properties the account's creation form requires. They bind API writes from path version 2026-09 on
 * (HubSpot changelog: CRM API write validation enforcement); that older paths stay exempt is inferred from its wording.
 */
export function requiredByRules(rules: ValidationRule[], objectType: string, apiVersion: string): string[] {
  return rules
    .filter((rule) => rule.objectType === objectType && rule.required)
    .filter((rule) => rule.everywhere || (/^\d{4}-/.test(apiVersion) && apiVersion >= '2026-09'))
    .map(({ property }) => property);
}
