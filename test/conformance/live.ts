import { existsSync } from 'node:fs';
import { ConfigError, type Env } from '../../config/env';
import type { CrmAccount } from './accounts/account';
import type { Subject } from './kit';
import { MissingVariablesError } from './requests';
import { obstacle, runScenario } from './scenario';
import { SCENARIOS } from './scenarios';
import { requireAccountFile, SUBJECTS, type AccountFile } from './subjects';

export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

export interface LiveOptions {
  /** What stands behind `npm run test:live --`. */
  args: readonly string[];
  env: Env;
  print: (line: string) => void;
  /** How long a search may lag; default is what the account knows of its CRM. */
  patienceMs?: number;
  /** Ends the run after the scenario in work; what it made is cleaned up. */
  signal?: AbortSignal;
}

/**
 * Runs the scenarios against a real account and removes what they made, after each of them, passed or failed.
 * @returns the exit code.
 */
export async function runLive({ args, env, print, patienceMs, signal }: LiveOptions): Promise<number> {
  const names: string[] = [];
  for (const { name } of SUBJECTS) if (await liveModule(name)) names.push(name);
  const [wanted = '', ...more] = args;
  const subject = SUBJECTS.find(({ name }) => name === wanted && names.includes(name));
  if (!subject || more.length > 0) {
    print(`Usage: npm run test:live -- ${names.join('|')}`);
    return EXIT.usage;
  }
  const live = (await liveModule(subject.name))!;
  let account: CrmAccount;
  try {
    const opened = await live.open(env);
    account = { ...opened, patienceMs: patienceMs ?? opened.patienceMs };
  } catch (error) {
    if (!(error instanceof MissingVariablesError || error instanceof ConfigError)) throw error;
    print(error.message);
    return EXIT.usage;
  }
  try {
    return await runAll(subject, account, print, signal);
  } finally {
    await account.close();
  }
}

async function runAll(
  subject: Subject,
  account: CrmAccount,
  print: LiveOptions['print'],
  signal: AbortSignal | undefined,
): Promise<number> {
  print(`${account.title}: every scenario removes what it made.\n`);
  const count = { passed: 0, failed: 0, skipped: 0, left: 0 };
  for (const scenario of SCENARIOS) {
    if (signal?.aborted) break;
    const reason = obstacle(scenario, account.lacks);
    if (reason) {
      count.skipped++;
      print(`skipped  ${scenario.name}\n         ${reason}`);
      continue;
    }
    const before = account.requestCount();
    const problem = await failureOf(() => runScenario(scenario, subject, account));
    const requests = account.requestCount() - before;
    count[problem ? 'failed' : 'passed']++;
    print(`${problem ? 'FAILED' : 'passed'}   ${scenario.name} (${requests} requests)`);
    if (problem) print(indented(problem));
    const left = await failureOf(async () => print(`         removed: ${await account.cleanUp()}`));
    if (left) count.left++;
    if (left) print(indented(`not everything could be removed: ${left}`));
  }
  const { passed, failed, skipped, left } = count;
  print(`\n${passed} passed, ${failed} failed, ${skipped} skipped${signal?.aborted ? ', stopped' : ''}.`);
  if (left > 0)
    print('Something made by this run is still in the account: look for names with "kit" in them.');
  return failed > 0 || left > 0 || signal?.aborted ? EXIT.failed : EXIT.ok;
}

async function failureOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

function indented(text: string): string {
  return text.trimEnd().replace(/^/gm, ' '.repeat(9));
}

async function liveModule(name: string) {
  const { account } = (await import(requireAccountFile(name))) as AccountFile;
  return account.live;
}

/** `npm run test:live -- hubspot`; the first Ctrl+C still cleans up. */
async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.exitCode = await runLive({
    args: process.argv.slice(2),
    env: process.env,
    print: (line) => process.stdout.write(`${line}\n`),
    signal: stop.signal,
  });
}

if (require.main === module) void main();
