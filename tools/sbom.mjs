import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

/**
 * A bill of materials from the lock file, in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/): every package with its
 * version, licence and the hash npm checks. What is only used to build and test has the scope `excluded`. The same lock
 * file gives the same bill, to the byte.
 * @param {{ packages: Record<string, LockedPackage> }} lock package-lock.json, version 3
 * @param {string} version of the release
 * @typedef {{ name?: string, version?: string, license?: string, integrity?: string, dev?: boolean, devOptional?: boolean, optional?: boolean, link?: boolean }} LockedPackage
 */
export function billOfMaterials(lock, version) {
  const root = lock.packages[''] ?? {};
  const found = new Map();
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '' || entry.link) continue;
    const component = componentOf(entry.name ?? path.split('node_modules/').at(-1), entry);
    const before = found.get(component['bom-ref']);
    // A package that is there twice is needed when one of the two is.
    if (!before || before.scope === 'excluded') found.set(component['bom-ref'], component);
  }
  const components = [...found.values()].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(JSON.stringify([version, components])),
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': `pkg:npm/${root.name}@${version}`,
        name: root.name,
        version,
        ...licence(root.license),
      },
    },
    components,
  };
}

function componentOf(fullName, { version, license, integrity, dev, devOptional }) {
  const [scope, name] = fullName.startsWith('@') ? fullName.split('/') : [undefined, fullName];
  const purl = `pkg:npm/${scope ? `${scope.replace('@', '%40')}/` : ''}${name}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    ...(scope && { group: scope }),
    name,
    version,
    scope: dev || devOptional ? 'excluded' : 'required',
    ...(integrity && { hashes: hashesOf(integrity) }),
    ...licence(license),
    purl,
  };
}

/** @param {string} integrity as in the lock file: algorithm, then base64. */
function hashesOf(integrity) {
  return integrity
    .split(' ')
    .filter((one) => one.startsWith('sha512-'))
    .map((one) => ({ alg: 'SHA-512', content: Buffer.from(one.slice(7), 'base64').toString('hex') }));
}

function licence(expression) {
  return expression ? { licenses: [{ expression }] } : {};
}

/** A UUID (RFC 9562, version 8) of the content, so that the same content has the same number. */
function serialNumber(content) {
  const hex = createHash('sha256').update(content).digest('hex');
  const variant = ((Number.parseInt(hex[16], 16) & 0x3) | 0x8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
