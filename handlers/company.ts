import { readFileSync } from 'node:fs';
import { BUNDLED_COMPANY } from '../config/file/bundled';
import { readCompiled } from '../config/file/compiled';
import { ConfigError, type Env } from '../config/env';
import { NO_COMPANY, type Company } from '../leads/rules/rule';

/**
 * The company's own rules: of the compiled file that JIVOCHAT_CRM_CONFIG names, else those that went into the bundle.
 * @throws ConfigError when the file that is named is none.
 */
export function companyOf(env: Env): Company {
  const path = env.JIVOCHAT_CRM_CONFIG?.trim();
  if (!path) return BUNDLED_COMPANY ?? NO_COMPANY;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ConfigError([`JIVOCHAT_CRM_CONFIG names a file that cannot be read (${code})`]);
  }
  return readCompiled(text);
}
