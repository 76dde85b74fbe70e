/** A lease outlives the slowest event by far, and a crash delays the next one by no more. Milliseconds. */
export const LEASE_MS = 30_000;
