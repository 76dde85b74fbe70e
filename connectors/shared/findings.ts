import type { Finding } from '../admin';

/** Leads are lost, late or incomplete. */
export const wrong = (what: string, remedy: string): Finding => ({ level: 'wrong', what, remedy });

/** It works, and could work better. */
export const hint = (what: string, remedy: string): Finding => ({ level: 'hint', what, remedy });

/** What a check comes to: nothing where it is as it should be. */
export type Checked = Finding | false | '' | undefined | readonly Checked[];

/** What is to be told of all the checks, in their order. */
export function findingsOf(...checked: readonly Checked[]): Finding[] {
  return (checked as readonly unknown[]).flat(Infinity).filter(Boolean) as Finding[];
}
