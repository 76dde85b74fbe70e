import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const TEMPLATES = join(__dirname, 'connector');
const EXTENSION = '.txt';
const NAME = /^[a-z][a-z0-9]*$/;
const END_OF_REGISTRY = '\n};\n\nexport const CONNECTOR_NAMES';

/** What a new connector begins with. */
interface NewConnector {
  /** Path from the package's root -> text. */
  files: Record<string, string>;
  /** The registry with the connector's line. */
  registry: string;
}

/**
 * @param name in the webhook's URL and, in capitals, before its variables.
 * @param label as people know the CRM, in its own spelling.
 * @param sources `connector.ts`, whose promises the files repeat, and `registry.ts`.
 * @throws Error in words, for a name that cannot be one.
 */
export function newConnector(
  name: string,
  label: string,
  sources: { contract: string; registry: string },
): NewConnector {
  if (!NAME.test(name)) throw new Error(`${name}: a name has lower-case letters and digits only`);
  if (sources.registry.includes(`\n  ${name}: {`)) throw new Error(`${name}: there is one already`);
  const promises = promisesOf(sources.contract);
  const filled = (template: string) =>
    template
      .replaceAll('__name__', name)
      .replaceAll('__NAME__', name.toUpperCase())
      .replaceAll('__Type__', name[0]!.toUpperCase() + name.slice(1))
      .replaceAll('__Label__', label.replaceAll(/['\\]/g, '\\$&'))
      .replaceAll(/__promise:(\w+)__/g, (_, method: string) => promises.get(method) ?? method);
  const templates = readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith(EXTENSION),
  );
  const files = templates.map((file) => {
    const text = readFileSync(join(TEMPLATES, file), 'utf8');
    return [join('connectors', name, file.slice(0, -EXTENSION.length)), filled(text)] as const;
  });
  const account = filled(readFileSync(join(__dirname, 'account.ts.txt'), 'utf8'));
  const line = `  ${name}: { definition: () => import('./${name}/definition'), connector: () => import('./${name}/index'), admin: () => import('./${name}/admin/index') },`;
  return {
    files: {
      ...Object.fromEntries<string>(files),
      [`test/conformance/accounts/${name}-account.ts`]: account,
    },
    registry: sources.registry.replace(END_OF_REGISTRY, `\n${line}${END_OF_REGISTRY}`),
  };
}

/** What the interface says of each of the session's methods, in one line. */
function promisesOf(contract: string): Map<string, string> {
  const session = contract.slice(contract.indexOf('interface ConnectorSession'));
  const said = [...session.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s+(\w+)\??\(/g)];
  return new Map(
    said.map(([, text, method]) => [method!, text!.replaceAll(/\s*\n\s*\*\s*/g, ' ').trim()] as const),
  );
}
