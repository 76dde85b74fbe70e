import type { Companies } from '../companies';
import type { PipedriveApi } from './api';

export function pipedriveCompanies(api: PipedriveApi): Companies {
  return {
    made: { PIPEDRIVE_ORGANIZATION: 'create' },
    off: { PIPEDRIVE_ORGANIZATION: 'off' },
    seed: async (name) => String((await api.one('POST', 'v2/organizations', { name })).id),
    async of({ id }) {
      const { org_id } = await api.one('GET', `v2/persons/${id}`);
      return typeof org_id === 'number' ? [String(org_id)] : [];
    },
    named: async (name) =>
      (await api.list('v2/organizations?limit=500')).filter((one) => one.name === name).length,
  };
}
