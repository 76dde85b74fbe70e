import type { SettingsDefinition } from '../config/define-settings';
import type { Capacity } from '../leads/merge';
import type { MappedObject, ReadyMap } from '../leads/rules/rule';
import type { RateLimit } from './shared/http/limits';

/** A right the credential needs, in the CRM's own word, and what it is good for. */
export interface Scope {
  scope: string;
  purpose: string;
  /** `always`; `setup`: may be taken away afterwards; else only with these settings. */
  needed: 'always' | 'setup' | { with: string };
}

/**
 * All there is to say of a CRM that is no code. Everything that is told of it elsewhere is derived from this: the docs'
 * tables, `.env.example`, the functions' environment, Parameter Store's names, the roles' rights, the first checks of
 * `doctor`.
 */
export interface ConnectorDefinition<V = unknown> {
  /** In the webhook's URL, in stored keys, in metrics: lower-case letters and digits. */
  readonly name: string;
  /** As people know it. */
  readonly label: string;
  readonly settings: SettingsDefinition<V>;
  /** The setting without which nobody uses this CRM. */
  readonly configuredBy: string;
  /** The setting that says where the CRM is. */
  readonly address: string;
  /** The setting that says which tenant it is, where the CRM does not tell every credential. */
  readonly tenantSetting?: string;
  /** Where a person makes the credential, for docs and `doctor`. */
  readonly credentialPage: string;
  readonly scopes: readonly Scope[];
  readonly capacity: Capacity;
  /** Fields of a contact or lead that the core itself decides about: no field map may fill them. */
  readonly ownFields?: readonly string[];
  /** Objects that stand for a person: those of `mappedObjects` by that name where it is not said. */
  readonly personObjects?: readonly MappedObject[];
  /**
   * Maps that need nobody's thought, by object and field: written where the account has the field. Where fields have no names of
   * their own, by what people call them.
   */
  readonly readyMaps?: Readonly<Partial<Record<MappedObject, Readonly<Record<string, ReadyMap>>>>>;
  /** Objects whose fields a company's field maps may fill. */
  readonly mappedObjects?: readonly MappedObject[];
  /** By what the CRM counts apart, as it documents them; what its answers say counts more. */
  readonly limits: Readonly<Record<string, RateLimit>>;
  /** A link to a record as the CRM shows it, for the docs and for what an agent is told to paste. */
  readonly exampleLink: string;
}

/** Declares a CRM. The types of its settings follow from the declaration. */
export function defineConnector<V>(definition: ConnectorDefinition<V>): ConnectorDefinition<V> {
  return definition;
}
