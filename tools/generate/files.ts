import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { companySchema, vocabularyTable } from './company-schema';
import { collectManifest } from './manifest';
import { betweenMarkers, envExample, everySetting, likelySettings } from './texts';

/** What a generated file has to hold, by its path from the root of the repository. */
export async function generatedFiles(root: string): Promise<Map<string, string>> {
  const manifest = await collectManifest();
  const configuration = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const settings = readFileSync(join(root, 'docs/settings.md'), 'utf8');
  return new Map([
    ['deploy/manifest.json', `${JSON.stringify(manifest, undefined, 2)}\n`],
    ['.env.example', envExample(manifest)],
    ['README.md', betweenMarkers(readme, 'settings', likelySettings(manifest))],
    ['docs/settings.md', betweenMarkers(settings, 'settings', everySetting(manifest))],
    ['config/file/schema.json', companySchema()],
    ['docs/configuration.md', betweenMarkers(configuration, 'vocabulary', vocabularyTable())],
  ]);
}
