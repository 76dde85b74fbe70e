/**
 * Scenarios a connector does not pass yet, and where it fails. Each is run and must fail: whoever mends the connector
 * is told to remove its line.
 */
export const KNOWN_DEFECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {};
