import type { KnownAccount } from '../../../config/file/compiler';
import { parseCompanyFile } from '../../../config/file/read-file';
import { CompanyFileError } from '../../../config/file/problem';
import type { Company } from '../../../leads/rules/rule';

export const ACCOUNTS: readonly KnownAccount[] = [
  { name: 'hubspot', label: 'HubSpot', objects: ['contact', 'deal', 'task'], people: ['contact'] },
  {
    name: 'salesforce',
    label: 'Salesforce',
    objects: ['lead', 'contact', 'task'],
    people: ['lead', 'contact'],
  },
  { name: 'pipedrive', label: 'Pipedrive', objects: ['person'], people: ['person'] },
];

export function companyOf(text: string): Company {
  return parseCompanyFile(text, 'jivochat-crm.yml', ACCOUNTS);
}

/** What is wrong with the file; empty where nothing is. */
export function problemsOf(text: string): readonly string[] {
  try {
    companyOf(text);
    return [];
  } catch (error) {
    if (error instanceof CompanyFileError) return error.problems;
    throw error;
  }
}
