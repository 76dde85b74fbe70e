import type { Memory } from '../connector';

/** One command's time: nothing is worth writing down. */
export function forgetful(): Memory {
  const values = new Map<string, unknown>();
  return {
    get: (name) => Promise.resolve(values.get(name)),
    put: (name, value) => Promise.resolve(void values.set(name, value)),
  };
}
