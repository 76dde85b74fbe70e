import type { Company } from '../../leads/rules/rule';
import { ConfigError } from '../env';

/** Another number is another form. */
const VERSION = 1;

/** The compiled file's text: JSON, with its form's number. */
export function writeCompiled(company: Company): string {
  return `${JSON.stringify({ version: VERSION, company }, undefined, 2)}\n`;
}

/** @throws ConfigError for a text that is no compiled file, or one of another version's. */
export function readCompiled(text: string): Company {
  let value: { version?: unknown; company?: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    throw refused('is no compiled file');
  }
  if (value?.version !== VERSION || typeof value.company !== 'object' || value.company === null)
    throw refused('was compiled by another version');
  return value.company as Company;
}

function refused(what: string): ConfigError {
  const remedy = 'compile it with: npm run cli -- config compile --out compiled.json';
  return new ConfigError([`JIVOCHAT_CRM_CONFIG names a file that ${what}; ${remedy}`]);
}
