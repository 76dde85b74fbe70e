import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface Component {
  name: string;
  group?: string;
  version: string;
  scope: string;
  purl: string;
  hashes?: { alg: string; content: string }[];
  licenses?: { expression: string }[];
}

interface Bill {
  bomFormat: string;
  specVersion: string;
  serialNumber: string;
  components: Component[];
}

const ROOT = resolve(__dirname, '../..');
const manifest = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

function bill(version: string): Bill {
  const script = `
    import { readFileSync } from 'node:fs';
    import { billOfMaterials } from './tools/sbom.mjs';
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    process.stdout.write(JSON.stringify(billOfMaterials(lock, process.argv[1])));`;
  const args = ['--input-type=module', '-e', script, version];
  const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  return JSON.parse(execFileSync(process.execPath, args, options)) as Bill;
}

describe('the bill of materials', () => {
  const made = bill('1.2.3');
  const nameOf = ({ group, name }: Component) => (group ? `${group}/${name}` : name);
  const byName = new Map(made.components.map((one) => [nameOf(one), one]));

  it('is CycloneDX, and the same for the same lock file', () => {
    expect(made).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
    expect(made.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(bill('1.2.3')).toEqual(made);
    expect(bill('1.2.4').serialNumber).not.toBe(made.serialNumber);
  });

  it('has every dependency of ours with its version, as required', () => {
    for (const [name, version] of Object.entries(manifest.dependencies)) {
      expect(byName.get(name)).toMatchObject({ version, scope: 'required' });
    }
  });

  it('names what only builds and tests as excluded', () => {
    for (const name of ['jest', 'esbuild', 'osls', 'dynalite'])
      expect(byName.get(name)).toMatchObject({ scope: 'excluded' });
  });

  it('has licence, hash and a package URL of each, once', () => {
    expect(new Set(made.components.map(({ purl }) => purl)).size).toBe(made.components.length);
    for (const { purl, hashes, scope, licenses } of made.components) {
      expect(purl).toMatch(/^pkg:npm\/(%40[^/]+\/)?[^/@]+@\d/);
      expect(hashes?.[0]?.content ?? purl).toMatch(/^[0-9a-f]{128}$/);
      if (scope === 'required')
        expect({ purl, licenses }).toEqual({
          purl,
          licenses: [{ expression: expect.any(String) as string }],
        });
    }
  });
});
