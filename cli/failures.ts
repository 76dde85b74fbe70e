import { ConfigError } from '../config/env';
import { isCrmError } from '../connectors/errors';

/** What is wrong with the settings is told, not thrown. @throws whatever else came. */
export async function orProblems<T>(
  work: () => T | Promise<T>,
): Promise<{ value?: T; problems: readonly string[] }> {
  try {
    return { value: await work(), problems: [] };
  } catch (error) {
    if (error instanceof ConfigError) return { problems: error.problems };
    throw error;
  }
}

/** Undefined where an account is not rightly configured, or its CRM does not answer: another check tells that. */
export async function unlessAway<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConfigError || isCrmError(error)) return undefined;
    throw error;
  }
}
