import type { parse } from 'bowser';

/** No browser says more of itself. */
const MAX_LENGTH = 1_000;

/**
 * Browser, system and kind of device from a user agent, as far as it tells.
 * @param read bowser's `parse`: loaded only where a file asks for `device.*`.
 */
export function deviceValues(userAgent: string, read: typeof parse): Record<string, string> {
  const { browser, os, platform } = read(userAgent.slice(0, MAX_LENGTH));
  const found = {
    browser: [browser.name, browser.version?.split('.')[0]].filter(Boolean).join(' '),
    system: [os.name, os.version].filter(Boolean).join(' '),
    type: platform.type ?? '',
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== ''));
}
