import type { CheckQuestion, Finding } from '../../admin';
import type { ConnectorSession } from '../../connector';
import { ownerFindings, unmapped, type OwnerWords } from '../../shared/owners/check-owners';
import { definition, type SalesforceSettings } from '../definition';

/** As events find them. */
export type Owners = Pick<ConnectorSession, 'findOwners'>;

const OWNER_WORDS: OwnerWords = {
  crm: definition,
  isNobody: 'is neither an active user nor a queue for leads',
  nameDefault:
    'Name the login of an active user (Setup → Users) or a queue whose supported objects include Lead',
  heir: 'the integration user',
};

/** Logins of the settings and the question that match no active user and no queue for leads. */
export async function checkOwners(
  { findOwners }: Owners,
  settings: SalesforceSettings,
  { logins }: CheckQuestion,
): Promise<Finding[]> {
  const { defaultOwner, ownerMap } = settings;
  const all = [...(defaultOwner ? [defaultOwner] : []), ...ownerMap.values(), ...unmapped(logins, ownerMap)];
  if (all.length === 0) return [];
  const known = await findOwners(all);
  return ownerFindings(OWNER_WORDS, settings, logins, (login) => known.has(login));
}
