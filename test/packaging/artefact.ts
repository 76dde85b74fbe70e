import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzip } from '../../emulators/aws/lambda/unzip';
import { EVERYDAY, packageOnce } from './packages';
import { readTemplate } from './template';

export type FunctionName = 'webhook' | 'retry';

export interface Artefact {
  /** Where a function's zip is unpacked. */
  taskRoot(name: FunctionName): string;
  zip(name: FunctionName): string;
  files: Record<FunctionName, string[]>;
  handler(name: FunctionName): string;
  /** As deployed; references to other resources are left out. */
  environment(name: FunctionName): Record<string, string>;
  remove(): void;
}

/** The service packaged, its zips unpacked as Lambda does. */
export async function packageArtefact(): Promise<Artefact> {
  const folder = mkdtempSync(join(tmpdir(), 'artefact-'));
  const packed = await packageOnce('prod', EVERYDAY);
  const { resources } = readTemplate(packed);
  const properties = (name: FunctionName) =>
    resources[name === 'webhook' ? 'WebhookLambdaFunction' : 'RetryLambdaFunction']!.Properties;
  const taskRoot = (name: FunctionName) => join(folder, `task-${name}`);
  const zip = (name: FunctionName) => join(packed, `${name}.zip`);
  return {
    taskRoot,
    zip,
    files: {
      webhook: unzip(zip('webhook'), taskRoot('webhook')),
      retry: unzip(zip('retry'), taskRoot('retry')),
    },
    handler: (name) => properties(name).Handler as string,
    environment(name) {
      const { Variables } = properties(name).Environment as { Variables: Record<string, unknown> };
      const given = Object.entries(Variables).filter(([, value]) => typeof value === 'string');
      return Object.fromEntries(given) as Record<string, string>;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
