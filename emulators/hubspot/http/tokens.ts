import { credentialsMissing, missingScopes, tokenExpired } from './errors';

/** HubSpot docs: Scopes; those the emulated endpoints ask for. */
export const ALL_SCOPES: readonly string[] = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.objects.leads.read',
  'crm.objects.leads.write',
  'crm.objects.owners.read',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.schemas.companies.read',
  'crm.schemas.companies.write',
  'crm.schemas.deals.read',
  'crm.schemas.deals.write',
];

/** Accepted from the start, with every scope. */
export const SANDBOX_TOKEN = 'pat-na1-sandbox';

/** Private apps are told of themselves by "access-token-info"; of service keys HubSpot does not say (Private apps page). */
type TokenKind = 'private-app' | 'service-key';

interface Token {
  scopes: readonly string[];
  kind?: TokenKind;
  /** Milliseconds; undefined for tokens that never expire, as those of private apps and service keys. */
  expiresAt?: number;
}

/** The access tokens of the account. */
export class Tokens {
  private readonly known = new Map<string, Token>([[SANDBOX_TOKEN, { scopes: ALL_SCOPES }]]);

  constructor(private readonly now: () => number) {}

  grant(token: string, scopes: readonly string[] = ALL_SCOPES, kind: TokenKind = 'private-app'): void {
    this.known.set(token, { scopes, kind });
  }

  isServiceKey(token: string): boolean {
    return this.known.get(token)?.kind === 'service-key';
  }

  expire(token: string): void {
    this.known.set(token, { scopes: this.known.get(token)?.scopes ?? [], expiresAt: this.now() });
  }

  revoke(token: string): void {
    this.known.delete(token);
  }

  /**
   * @returns the scopes of the token in an `Authorization` header.
   * @throws HubSpotError 401; an unknown token is answered like one that expired in 1970, as HubSpot does.
   */
  scopesOf(authorization: string | undefined): readonly string[] {
    const [, written] = /^Bearer\s+(\S+)$/i.exec(authorization ?? '') ?? [];
    if (!written) throw credentialsMissing();
    const token = this.known.get(written);
    if (!token) throw tokenExpired(this.now());
    if (token.expiresAt !== undefined && token.expiresAt <= this.now()) {
      throw tokenExpired(this.now(), token.expiresAt);
    }
    return token.scopes;
  }
}

/** @throws HubSpotError 403 unless one of the scopes is granted. */
export function requireScope(granted: readonly string[], ...anyOf: string[]): void {
  if (!anyOf.some((scope) => granted.includes(scope))) throw missingScopes(anyOf);
}
