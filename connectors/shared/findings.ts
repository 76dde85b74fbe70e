import type { Finding } from '../admin';

/** Leads are lost, late or incomplete. */
export const wrong = (what: string, remedy: string): Finding => ({ level: 'wrong', what, remedy });

/** It works, and could work better. */
export const hint = (what: string, remedy: string): Finding => ({ level: 'hint', what, remedy });
