import type { Setting, SettingsDefinition } from '../../config/define-settings';
import { CORE_SETTINGS } from '../../config/settings';
import type { ConnectorDefinition } from '../../connectors/define';
import { loadDefinitions } from '../../connectors/registry';

/** One setting as the build, the template and the docs need it. */
export interface ManifestSetting extends Pick<
  Setting<unknown>,
  'kind' | 'help' | 'shown' | 'example' | 'reach'
> {
  name: string;
  /** Written into the functions' environment where nobody sets the variable; empty: not written. */
  deployedDefault: string;
}

interface ManifestCrm extends Pick<ConnectorDefinition, 'name' | 'label' | 'configuredBy'> {
  settings: ManifestSetting[];
}

/** Everything that is declared, in one plain value. */
export interface Manifest {
  core: ManifestSetting[];
  crms: ManifestCrm[];
}

/** Collects the declarations of the core and of every CRM in the registry. */
export async function collectManifest(): Promise<Manifest> {
  const definitions = await loadDefinitions();
  return { core: settingsOf(CORE_SETTINGS), crms: definitions.map(crmOf) };
}

function crmOf({ name, label, configuredBy, settings }: ConnectorDefinition): ManifestCrm {
  return { name, label, configuredBy, settings: settingsOf(settings) };
}

/** Kinds whose default in words is the default itself. */
const PLAIN = new Set(['integer', 'choice', 'zone', 'url']);

function settingsOf({ settings, prefix }: SettingsDefinition): ManifestSetting[] {
  return Object.entries(settings).map(([name, { kind, help, shown, example, reach }]) => ({
    name,
    kind,
    help,
    shown,
    // The core's own defaults are read by alarms and dashboard; a CRM's stand in its code.
    deployedDefault:
      prefix === '' && reach === 'deployed' && (PLAIN.has(kind) || kind === 'text') ? shown : '',
    example,
    reach,
  }));
}
