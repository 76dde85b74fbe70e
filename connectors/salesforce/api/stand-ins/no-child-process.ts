/**
 * Stands in for `cross-spawn` in the bundle. jsforce asks Salesforce's command line for connections with it, which a function
 * does not have; with it Node's own `child_process` would be loaded.
 */
export default function spawn(): never {
  throw new TypeError('Commands are not part of this bundle');
}
