import type { OwnerMap } from '../../../leads/owner';
import type { Finding } from '../../admin';
import { wrong } from '../findings';
import type { KnownOwner } from './owner-list';

/** A CRM's words for the people leads can belong to. */
export interface OwnerWords {
  crm: { readonly name: string; readonly label: string };
  /** "is no active user of the CRM" */
  isNobody: string;
  /** What to name as the default owner, and where to look for it. */
  nameDefault: string;
  /** Who gets a lead that nobody is given to. */
  heir: string;
}

interface ConfiguredOwners {
  defaultOwner?: string;
  ownerMap: OwnerMap;
}

/** The JivoChat logins that must be users of the CRM themselves. */
export function unmapped(logins: readonly string[], ownerMap: OwnerMap): string[] {
  return logins.filter((login) => !ownerMap.has(login.toLowerCase()));
}

/** Logins of the settings, and of JivoChat, that lead to nobody. */
export function ownerFindings(
  { crm, isNobody, nameDefault, heir }: OwnerWords,
  { defaultOwner, ownerMap }: ConfiguredOwners,
  logins: readonly string[],
  isOwner: (login: string) => boolean,
): Finding[] {
  const { label } = crm;
  const prefix = crm.name.toUpperCase();
  const ofDefault =
    defaultOwner && !isOwner(defaultOwner)
      ? [wrong(`${prefix}_DEFAULT_OWNER ${defaultOwner} ${isNobody}`, nameDefault)]
      : [];
  const ofMap = [...ownerMap]
    .filter(([, login]) => !isOwner(login))
    .map(([jivo, login]) =>
      wrong(
        `${prefix}_OWNER_MAP gives ${jivo} to ${login}, who ${isNobody}`,
        `Name an active user's login for ${jivo}, or remove the pair`,
      ),
    );
  const ofLogins = unmapped(logins, ownerMap)
    .filter((login) => !isOwner(login))
    .map((login) =>
      wrong(
        `The JivoChat login ${login} matches no active ${label} user; its leads go to ${defaultOwner ? 'the default owner' : heir}`,
        `Add ${login}=<login in ${label}> to ${prefix}_OWNER_MAP, or make that login a user of ${label}`,
      ),
    );
  return [...ofDefault, ...ofMap, ...ofLogins];
}

/** The same where the CRM tells all its users at once. */
export function listedOwnerFindings(
  words: OwnerWords,
  configured: ConfiguredOwners,
  logins: readonly string[],
  owners: readonly KnownOwner[],
): Finding[] {
  const known = new Set(owners.flatMap(({ id, login }) => [id, login]));
  return ownerFindings(words, configured, logins, (login) => known.has(login.toLowerCase()));
}
