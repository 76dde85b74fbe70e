import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects';
import type { CompanyHint } from '../../../leads/contact/company';
import { ifAllowed, refusalOf } from '../../shared/if-allowed';
import { fingerprint } from '../../shared/tenant';
import type { HubSpotContext } from '../context';
import { companyOf } from './companies';
import type { Properties } from '../records/record';
import { tiedTo } from '../records/tied-to';

/** The search shows a company some time after it was made; its like is looked for in our memory meanwhile. */
const MADE_TTL_MS = 10 * 60_000;
/** HubSpot docs: Associations: company to contact, without a label. */
const TO_CONTACT = 280;
/** Longer ones are no names. */
const MAX_NAME_LENGTH = 255;
/** More than one is as good as none. */
const ENOUGH = 5;

/** What is searched by: the name is asked for where the domain leads to none. */
const BY = ['domain', 'name'] as const;

/**
 * Ties the contact to the one company of that domain, else of that name; none where several have it. HubSpot may have tied it
 * by itself: a contact with a company stays as it is, which also makes a repetition harmless. One that is made is tied in the
 * same request, so no company is left behind alone. A key without the scopes loses this only.
 * @throws HubSpotResponseError when HubSpot is busy.
 */
export async function linkCompany(
  context: HubSpotContext,
  contactId: string,
  hint: CompanyHint,
): Promise<void> {
  await ifAllowed(context, {
    name: 'company-link-refused',
    words: 'HubSpot did not let a contact be tied to its company; its name stands at the contact',
    level: 'info',
    remedy: 'Grant crm.objects.companies.read and crm.objects.companies.write, or set HUBSPOT_COMPANY=off',
    refusal: (error) => refusalOf(error, [403]),
    async work() {
      if ((await companyOf(context, contactId)) === undefined) await link(context, contactId, hint);
    },
  });
}

async function link(context: HubSpotContext, contactId: string, given: CompanyHint): Promise<void> {
  const hint = { ...given, name: (given.name ?? '').length > MAX_NAME_LENGTH ? undefined : given.name };
  for (const by of BY) {
    const value = hint[by];
    if (value === undefined) continue;
    const found = await companiesWith(context, by, value);
    // Which of several is theirs nobody can tell, and one more would not help.
    if (found.length > 1) return;
    if (found[0] !== undefined) return associate(context, contactId, found[0]);
  }
  if (context.settings.company !== 'create') return;
  // For two people of one company whom nobody knew an hour ago.
  const remembered = await Promise.all(memoryNames(hint).map((name) => context.memory.get(name)));
  const made = remembered.find((id) => typeof id === 'string');
  if (made === undefined) await make(context, contactId, hint);
  else await associate(context, contactId, made);
}

/** The search ignores case; what it takes for equal beyond that is not. */
async function companiesWith(
  { api }: HubSpotContext,
  by: (typeof BY)[number],
  value: string,
): Promise<string[]> {
  const filters = [{ propertyName: by, operator: FilterOperatorEnum.Eq, value }];
  const { results } = await api.search.doSearch('companies', {
    filterGroups: [{ filters }],
    properties: [by],
    sorts: [],
    limit: ENOUGH,
    after: '0',
  });
  const spelt = (name: string) => name.trim().toLowerCase();
  return results.filter(({ properties }) => spelt(properties[by] ?? '') === spelt(value)).map(({ id }) => id);
}

/** HubSpot docs: Associations v4, "Associate records without a label"; a repetition changes nothing. */
async function associate({ api }: HubSpotContext, contactId: string, companyId: string): Promise<void> {
  const path = `/crm/v4/objects/contacts/${contactId}/associations/default/companies/${companyId}`;
  await api.put(path);
}

async function make(context: HubSpotContext, contactId: string, hint: CompanyHint): Promise<void> {
  const { domain, name = domain! } = hint;
  const properties: Properties = { name, ...(domain && { domain }) };
  const { id } = await context.api.objects.create('companies', {
    properties,
    associations: [tiedTo(contactId, TO_CONTACT)],
  });
  for (const memoryName of memoryNames(hint)) await context.memory.put(memoryName, id, MADE_TTL_MS);
}

function memoryNames(hint: CompanyHint): string[] {
  return BY.flatMap((by) => {
    const value = hint[by]?.trim().toLowerCase();
    return value === undefined ? [] : `company-made-${by}-${fingerprint(value)}`;
  });
}
