import type { Company } from '../../leads/rules/rule';

/** What the company's file said when the bundle was made: `tools/build.mjs` puts it in this file's place. */
export const BUNDLED_COMPANY: Company | undefined = undefined;
