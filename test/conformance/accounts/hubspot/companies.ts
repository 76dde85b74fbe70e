import type { HubSpotEmulator } from '../../../../emulators/hubspot';
import type { Companies } from '../companies';

export function hubspotCompanies(emulator: HubSpotEmulator): Companies {
  return {
    made: { HUBSPOT_COMPANY: 'create' },
    off: { HUBSPOT_COMPANY: 'off' },
    seed: (name, domain) =>
      Promise.resolve(emulator.seed('companies', { name, ...(domain !== undefined && { domain }) })),
    of: ({ id }) => Promise.resolve(emulator.get('contacts', id)?.associations.companies ?? []),
    named: (name) =>
      Promise.resolve(emulator.list('companies').filter(({ properties }) => properties.name === name).length),
  };
}
