import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readAccounts } from '../config/accounts';
import type { Env } from '../config/env';
import { CompanyFileError } from '../config/file/problem';
import { companyFilePath, parseCompanyFile } from '../config/file/read-file';
import { knownAccounts } from '../connectors/known-accounts';
import { CONNECTOR_NAMES } from '../connectors/registry';
import { LANGUAGES, type Language } from '../text/languages/words';
import type { RulesSource } from './sources';

/** The company's file as it stands now, right or wrong. */
export async function readRules(env: Env): Promise<RulesSource> {
  const path = companyFilePath(env);
  const timeZone = env.TIME_ZONE?.trim() || 'UTC';
  const base = { name: basename(path), problems: [], timeZone, language: languageSet(env) };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? base : { ...base, text: '', problems: [`it cannot be read (${code})`] };
  }
  try {
    const accounts = await knownAccounts(readAccounts(env, CONNECTOR_NAMES));
    return { ...base, text, company: parseCompanyFile(text, base.name, accounts) };
  } catch (error) {
    if (error instanceof CompanyFileError) return { ...base, text, problems: error.problems };
    throw error;
  }
}

/** As the variable says; a wrong one is `doctor`'s to tell. */
export function languageSet({ LANGUAGE }: Env): Language {
  return LANGUAGES.find((tag) => tag === LANGUAGE?.trim()) ?? 'en';
}
