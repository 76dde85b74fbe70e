import { SalesforceError } from '../http/errors';
import type { Records } from './records';
import type { DuplicateRule, SalesforceState, StoredRecord, Values } from './state';

/** What the caller asked for with Sforce-Duplicate-Rule-Header (Salesforce docs: Duplicate Rule Header). */
export interface DuplicateOptions {
  allowSave: boolean;
  includeRecordDetails: boolean;
  /** Of the request, such as v62.0; it comes back in the URLs. */
  version: string;
}

const COMPARED = { email: ['Email'], phone: ['Phone', 'MobilePhone'] } as const;

/**
 * @param changed names of the fields that are written: an edit that touches none a rule compares is not looked at.
 * @throws SalesforceError DUPLICATES_DETECTED with the rules that object; after `allowSave` only those that block.
 */
export function checkDuplicates(
  state: SalesforceState,
  records: Records,
  { type, id, values, changed }: { type: string; id?: string; values: Values; changed: string[] },
  options: DuplicateOptions,
): void {
  for (const rule of state.duplicateRules) {
    if (rule.type !== type || (rule.action === 'alert' && options.allowSave)) continue;
    const fields = COMPARED[rule.by];
    if (!fields.some((name) => changed.includes(name))) continue;
    const wanted = keysOf(rule, values);
    if (wanted.length === 0) continue;
    const results = rule.against
      .map((entityType) => ({
        entityType,
        matches: records
          .living(entityType)
          .filter((other) => other.id !== id && other.values.IsConverted !== true)
          .filter((other) => keysOf(rule, other.values).some((key) => wanted.includes(key))),
      }))
      .filter(({ matches }) => matches.length > 0);
    if (results.length > 0) throw detected(rule, type, results, options);
  }
}

function keysOf({ by }: DuplicateRule, values: Values): string[] {
  return COMPARED[by].flatMap((name) => {
    const value = values[name];
    if (typeof value !== 'string') return [];
    const key = by === 'email' ? value.toLowerCase() : value.replace(/\D/g, '');
    return key === '' ? [] : [key];
  });
}

/** The shape of the bodies in jsforce #1055 and forcedotcom/cli #2055. */
function detected(
  rule: DuplicateRule,
  type: string,
  results: { entityType: string; matches: StoredRecord[] }[],
  { includeRecordDetails, version }: DuplicateOptions,
): SalesforceError {
  const matchResults = results.map(({ entityType, matches }) => ({
    entityType,
    errors: [],
    matchEngine: 'ExactMatchEngine',
    matchRecords: matches.map((record) => ({
      additionalInformation: [],
      fieldDiffs: [],
      matchConfidence: 100.0,
      record: {
        attributes: {
          type: record.type,
          url: `/services/data/${version}/sobjects/${record.type}/${record.id}`,
        },
        Id: record.id,
        ...(includeRecordDetails && detailsOf(record)),
      },
    })),
    rule: `${rule.name}_Match`,
    size: matches.length,
    success: true,
  }));
  return new SalesforceError(400, [
    {
      duplicateResult: {
        allowSave: rule.action === 'alert',
        duplicateRule: rule.name,
        duplicateRuleEntityType: type,
        errorMessage: rule.message,
        matchResults,
      },
      errorCode: 'DUPLICATES_DETECTED',
      message: rule.message,
    },
  ]);
}

function detailsOf({ values }: StoredRecord): Values {
  const { Name = null, Email = null, Phone = null, LastModifiedDate = null } = values;
  return { Name, Email, Phone, LastModifiedDate };
}
