import type { Value } from '../records/state';

/** What Salesforce shows as the name of a person; the salutation is no part of it. */
export function fullName(firstName: Value | undefined, lastName: Value | undefined): string {
  return [firstName, lastName].filter(Boolean).join(' ');
}
