import { apiError, type SalesforceError } from '../http/errors';

/** With the line, a caret and the position, as camel-quarkus #3022 and soql-tooling #86 show it. */
export function queryError(errorCode: string, text: string, at: number, message: string): SalesforceError {
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const line = text.split('\n')[before.length - 1] ?? '';
  return apiError(
    400,
    errorCode,
    `\n${line}\n${' '.repeat(column - 1)}^\nERROR at Row:${before.length}:Column:${column}\n${message}`,
  );
}

const APPEND_C =
  "be sure to append the '__c' after the %s name. Please reference your WSDL or the describe call for the appropriate names.";

export function noSuchColumn(text: string, at: number, field: string, type: string): SalesforceError {
  const hint = `If you are attempting to use a custom field, ${APPEND_C.replace('%s', 'custom field')}`;
  return queryError('INVALID_FIELD', text, at, `No such column '${field}' on entity '${type}'. ${hint}`);
}

export function noSuchObject(text: string, at: number, type: string): SalesforceError {
  const hint = `If you are attempting to use a custom object, ${APPEND_C.replace('%s', 'entity')}`;
  return queryError('INVALID_TYPE', text, at, `sObject type '${type}' is not supported. ${hint}`);
}

export function noSuchRelationship(text: string, at: number, name: string): SalesforceError {
  const hint = `If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
  return queryError(
    'INVALID_FIELD',
    text,
    at,
    `Didn't understand relationship '${name}' in field path. ${hint}`,
  );
}

/** xgeek-net/salesforce-devtools #67, lwc-recipes #926. */
export function notFilterable(text: string, at: number, field: string): SalesforceError {
  return queryError('INVALID_FIELD', text, at, `field '${field}' can not be filtered in a query call`);
}

export function notSortable(text: string, at: number, field: string): SalesforceError {
  return queryError('INVALID_FIELD', text, at, `field '${field}' can not be sorted in a query call`);
}

export function wrongLiteral(text: string, at: number, field: string, type: string): SalesforceError {
  const quotes = type === 'string' ? 'should be enclosed in quotes' : 'should not be enclosed in quotes';
  return queryError(
    'INVALID_FIELD',
    text,
    at,
    `Value of filter criterion for field '${field}' must be of type ${type} and ${quotes}`,
  );
}

export function invalidIdFilter(text: string, at: number, value: string): SalesforceError {
  return queryError('INVALID_QUERY_FILTER_OPERATOR', text, at, `invalid ID field: ${value}`);
}

export function invalidOperator(text: string, at: number): SalesforceError {
  return queryError('INVALID_FIELD', text, at, 'invalid operator');
}

export function malformedQuery(message: string): SalesforceError {
  return apiError(400, 'MALFORMED_QUERY', message);
}
