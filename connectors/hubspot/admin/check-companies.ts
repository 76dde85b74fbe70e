import type { Finding } from '../../admin';
import { hint } from '../../shared/findings';
import { unlessRefused } from '../../shared/http/response-error';
import { definition, type HubSpotSettings } from '../definition';
import type { KeyInfo } from './account';
import type { JsonApi } from '../api/json-api';
import { grantWords } from './scopes';

const OF_COMPANIES = definition.scopes
  .map(({ scope }) => scope)
  .filter((scope) => scope.startsWith('crm.objects.companies.'));

/** Nothing is lost without them but the tie to the company: whoever does not want it need not grant anything. */
export async function checkCompanies(
  api: JsonApi,
  { company }: HubSpotSettings,
  { scopes }: KeyInfo,
): Promise<Finding[]> {
  if (company === 'off') return [];
  const isRefused = async () => !(await unlessRefused(api.get('/crm/v3/objects/companies?limit=1'), [403]));
  const missing = OF_COMPANIES.filter((scope) => scopes && !scopes.has(scope));
  if (!scopes && (await isRefused())) missing.push(...OF_COMPANIES);
  if (missing.length === 0) return [];
  return [
    hint(
      `The key lacks ${missing.join(', ')}: contacts are not tied to their companies`,
      `${grantWords(missing)}, or set HUBSPOT_COMPANY=off`,
    ),
  ];
}
