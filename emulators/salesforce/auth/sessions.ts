import { randomBytes } from 'node:crypto';
import { invalidSession } from '../http/errors';

interface Session {
  userId: string;
  usedAt: number;
}

/** The access tokens given out. They end with the process, or after a time unused (Salesforce help: Session Settings). */
export class Sessions {
  private readonly byToken = new Map<string, Session>();

  constructor(
    private readonly timeoutMs: () => number,
    private readonly now: () => number,
  ) {}

  /** A token as Salesforce makes them: the org, an exclamation mark, something unreadable. */
  start(orgId: string, userId: string): string {
    const token = `${orgId.slice(0, 15)}!AQ${randomBytes(32).toString('base64url')}`;
    this.byToken.set(token, { userId, usedAt: this.now() });
    return token;
  }

  expireAll(): void {
    this.byToken.clear();
  }

  /** @returns the user of the token in an `Authorization` header. @throws SalesforceError 401 */
  userOf(authorization: string | undefined): string {
    const [, token = ''] = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(authorization ?? '') ?? [];
    const session = this.byToken.get(token);
    if (!session || session.usedAt + this.timeoutMs() <= this.now()) throw invalidSession();
    session.usedAt = this.now();
    return session.userId;
  }
}
