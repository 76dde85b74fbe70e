import { statSync } from 'node:fs';
import { ConfigError, type Env } from '../config/env';
import { COMPANY_FILE, companyFilePath } from '../config/file/read-file';
import { companySize, readCompany as readFile } from '../connectors/company-file';
import { NO_COMPANY, type Company } from '../leads/rules/rule';

/** Saved by hand: nobody notices half a second. */
const LOOK_EVERY_MS = 500;

interface CompanyReading {
  company: Company;
  /** For whoever reads the terminal. */
  words: string;
}

/** The company's own file, where there is one. @throws ConfigError naming every problem with its line. */
export async function readCompany(env: Env): Promise<CompanyReading> {
  const company = await readFile(env);
  if (!company) return { company: NO_COMPANY, words: `No ${COMPANY_FILE}: all is as the variables say.` };
  const { rules, fields } = companySize(company);
  return { company, words: `${COMPANY_FILE} is in use: ${rules} rules, ${fields} field maps.` };
}

/** Reads the file again when it is saved; one with problems leaves the last good one in use. Says so either way. */
export function watchCompany(env: Env, stopped: AbortSignal, use: (company: Company) => void): void {
  const path = companyFilePath(env);
  // `fs.watchFile` looks for the first time only later: what is saved until then would go unnoticed.
  let seen = stateOf(path);
  const look = () => {
    const now = stateOf(path);
    if (now === seen) return;
    seen = now;
    void readCompany(env).then(
      ({ company, words }) => {
        use(company);
        console.log(`\nRead again: ${words}`);
      },
      (error: unknown) => {
        const problems = error instanceof ConfigError ? error.problems : [String(error)];
        console.error(`\nNot read again, the last good one stays in use:\n- ${problems.join('\n- ')}`);
      },
    );
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  stopped.addEventListener('abort', () => clearInterval(timer));
}

/** Another text when the file was saved, made or removed. */
function stateOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.size}` : 'none';
}
