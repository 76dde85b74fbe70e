/**
 * Stands in for jsforce's XML and CSV readers in the bundle: Salesforce answers us in JSON, and jsforce hands over as text
 * what it cannot read. They are more than jsforce itself.
 */
export function parseStringPromise(): never {
  throw new TypeError('XML and CSV are not part of this bundle');
}

export const parse = parseStringPromise;
export const stringify = parseStringPromise;
export class Parser {}

export default { parseStringPromise };
