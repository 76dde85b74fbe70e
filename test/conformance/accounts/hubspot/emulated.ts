import { ALL_SCOPES, SANDBOX_TOKEN, type HubSpotEmulator } from '../../../../emulators/hubspot';
import type { PropertyType } from '../../../../emulators/hubspot/records/state';
import type { Part } from '../account';

/** As an administrator's rule does. */
export function refuse(emulator: HubSpotEmulator, part: Part, value: string): void {
  const property = { email: 'email', phone: 'phone', name: 'lastname' }[part];
  const properties = part === 'email' ? [property, 'hs_additional_emails'] : [property];
  for (const name of properties) {
    emulator.addRule({ objectType: 'contacts', property: name, pattern: `(?!${literal(value)}$)[^]*` });
  }
}

/** What accounts do with a second e-mail: sources disagree. */
export function furtherEmailWays({ settings }: HubSpotEmulator): Record<string, () => void> {
  const ways = (['writable', 'read-only', 'ignored'] as const).flatMap((additionalEmails) =>
    [true, false].map((secondaryEmailEndpoint): [string, () => void] => [
      `${additionalEmails}, ${secondaryEmailEndpoint ? 'with' : 'without'} the endpoint`,
      () => void Object.assign(settings, { additionalEmails, secondaryEmailEndpoint }),
    ]),
  );
  return Object.fromEntries(ways);
}

/** Scopes that were not granted: HubSpot has no rights by field for a token. */
export function hideOf({ tokens }: HubSpotEmulator): Record<string, () => void> {
  const granted = new Set(ALL_SCOPES);
  const without = (scope: string) => () => {
    granted.delete(scope);
    tokens.grant(SANDBOX_TOKEN, [...granted]);
  };
  return {
    'the owners': without('crm.objects.owners.read'),
    'the definitions of properties': without('crm.schemas.contacts.read'),
  };
}

/** The page's property, of another type than `setup` makes it. */
export function retypeOf(emulator: HubSpotEmulator): Record<string, () => void> {
  const as = (type: PropertyType, fieldType: string, more = {}) => [
    type,
    () => emulator.defineProperty('contacts', { name: 'jivochat_page', type, fieldType, ...more }),
  ];
  const option = { value: 'yes', label: 'Yes', displayOrder: 0, hidden: false };
  return Object.fromEntries([
    as('number', 'number'),
    as('date', 'date'),
    as('datetime', 'date'),
    as('bool', 'booleancheckbox'),
    as('enumeration', 'select', { options: [option] }),
  ]) as Record<string, () => void>;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
