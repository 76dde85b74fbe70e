import { createHmac } from 'node:crypto';
import { readAssertion, type Assertion } from './jwt';
import type { LoginLimit } from '../http/limits';
import type { Records } from '../records/records';
import type { Sessions } from './sessions';
import type { ConnectedApp, SalesforceState, StoredRecord } from '../records/state';

/** A request to the token endpoint. */
interface TokenRequest {
  form: URLSearchParams;
  authorization?: string;
  /** The host it came to; instances know their own address only from requests. */
  origin: string;
}

interface TokenResponse {
  status: 200 | 400 | 401;
  body: Record<string, string>;
}

export interface OAuthSettings {
  /** Accepted in JWT assertions besides the org's own address. */
  audiences: string[];
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Salesforce help: OAuth 2.0 JWT Bearer Flow; sources name three to five minutes. */
const LONGEST_ASSERTION_S = 300;

/** An answer of the token endpoint that is no token. */
class OAuthError extends Error {
  override readonly name = 'OAuthError';

  constructor(
    readonly error: string,
    readonly description: string,
  ) {
    super(`${error}: ${description}`);
  }
}

/** The token endpoint: client credentials and JWT bearer (Salesforce help: Authorize Apps with OAuth). */
export class OAuth {
  constructor(
    private readonly state: SalesforceState,
    private readonly records: Records,
    private readonly sessions: Sessions,
    private readonly logins: LoginLimit,
    private readonly settings: OAuthSettings,
    private readonly now: () => number,
  ) {}

  token(request: TokenRequest): TokenResponse {
    try {
      switch (request.form.get('grant_type')) {
        case 'client_credentials':
          return this.grant(this.clientCredentials(request), request, true);
        case JWT_BEARER:
          return this.grant(this.jwtBearer(request), request, false);
        default:
          throw new OAuthError('unsupported_grant_type', 'grant type not supported');
      }
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      return { status: 400, body: { error: error.error, error_description: error.description } };
    }
  }

  private clientCredentials({ form, authorization }: TokenRequest): StoredRecord {
    const basic = /^Basic\s+(.+)$/i.exec(authorization ?? '')?.[1] ?? '';
    const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
    const app = this.app(form.get('client_id') ?? id);
    if ((form.get('client_secret') ?? secret) !== app.clientSecret) {
      throw new OAuthError('invalid_client', 'invalid client credentials');
    }
    const user = app.runAsUserId === undefined ? undefined : this.records.get(app.runAsUserId);
    if (!user) throw new OAuthError('invalid_grant', 'no client credentials user enabled');
    return user;
  }

  /** Words: airbytehq/airbyte #80788, Talend/components #1423, salesforce-laravel-oauth2-rest #68. */
  private jwtBearer({ form, origin }: TokenRequest): StoredRecord {
    const assertion = readAssertion(form.get('assertion') ?? '');
    if (!assertion) throw new OAuthError('invalid_grant', 'invalid assertion');
    const { claims } = assertion;
    const app = this.app(claims.iss ?? '');
    if (!assertion.signedBy(app.publicKeys)) throw new OAuthError('invalid_grant', 'invalid assertion');
    if (![origin, ...this.settings.audiences].includes(claims.aud ?? '')) {
      throw new OAuthError('invalid_grant', 'audience is invalid');
    }
    this.checkExpiry(claims);
    const user = this.records.living('User').find(({ values }) => isSame(values.Username, claims.sub));
    if (!user || !app.authorizedUserIds.includes(user.id)) {
      throw new OAuthError('invalid_grant', "user hasn't approved this consumer");
    }
    return user;
  }

  /** Milliseconds instead of seconds end far in the future, and are told the same as the past. */
  private checkExpiry({ exp }: Assertion): void {
    const left = typeof exp === 'number' ? exp - this.now() / 1000 : -1;
    if (left <= 0 || left > LONGEST_ASSERTION_S) {
      throw new OAuthError('invalid_grant', 'expired authorization code');
    }
  }

  private app(clientId: string): ConnectedApp {
    const app = this.state.apps.find((known) => known.clientId === clientId);
    if (!app) throw new OAuthError('invalid_client_id', 'client identifier invalid');
    return app;
  }

  /** Without `expires_in`: only a refusal tells that a session is over. */
  private grant(user: StoredRecord, { origin }: TokenRequest, signed: boolean): TokenResponse {
    if (user.values.IsActive === false) throw new OAuthError('inactive_user', 'user is inactive');
    if (!this.logins.admit(user.id)) throw new OAuthError('invalid_grant', 'login rate exceeded');
    const orgId = this.records.all('Organization')[0]?.id ?? '';
    const id = `${origin}/id/${orgId}/${user.id}`;
    const issuedAt = String(this.now());
    const signature = createHmac('sha256', 'emulator')
      .update(id + issuedAt)
      .digest('base64');
    return {
      status: 200,
      body: {
        access_token: this.sessions.start(orgId, user.id),
        ...(signed && { signature }),
        scope: 'api',
        instance_url: origin,
        id,
        token_type: 'Bearer',
        ...(signed && { issued_at: issuedAt }),
      },
    };
  }
}

/** Usernames are e-mail addresses in form and compared like them. */
function isSame(username: unknown, written: string | undefined): boolean {
  return typeof username === 'string' && username.toLowerCase() === written?.toLowerCase();
}
