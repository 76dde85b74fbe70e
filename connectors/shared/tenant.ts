import { createHash } from 'node:crypto';

/** Enough to tell the few credentials apart that an account ever has. */
const FINGERPRINT_LENGTH = 16;
const THIS_MACHINE = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Tells one credential from another in a table that may be read by many; the credential cannot be told from it.
 * @param parts address, ids and secrets that together lead to one account. A secret of ours is random, so it cannot be
 * found by trying.
 */
export function fingerprint(...parts: (string | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, FINGERPRINT_LENGTH);
}

/**
 * The CRM's own number of an account, as links are bound to it. What runs on this machine is an emulation, whatever
 * number it gives itself.
 * @param url where the CRM is asked.
 */
export function tenantName(id: string, url: string): string {
  return THIS_MACHINE.test(new URL(url).hostname) ? `emulated:${id}` : id;
}
