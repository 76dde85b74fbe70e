import { requestLimitExceeded } from './errors';

const HOUR = 3_600_000;

/** Requests of the last 24 hours, counted by the hour (Salesforce docs: API Request Limits). */
export class DailyLimit {
  private readonly hours = new Map<number, number>();

  constructor(
    private readonly max: () => number,
    private readonly now: () => number,
  ) {}

  /** @throws SalesforceError 403 once all are used; refused requests do not count. */
  admit(): void {
    if (this.used() >= this.max()) throw requestLimitExceeded();
    const hour = Math.floor(this.now() / HOUR);
    this.hours.set(hour, (this.hours.get(hour) ?? 0) + 1);
  }

  used(): number {
    const oldest = Math.floor(this.now() / HOUR) - 24;
    let sum = 0;
    for (const [hour, count] of this.hours) {
      if (hour > oldest) sum += count;
      else this.hours.delete(hour);
    }
    return sum;
  }

  remaining(): number {
    return Math.max(this.max() - this.used(), 0);
  }

  maximum(): number {
    return this.max();
  }

  /** `Sforce-Limit-Info`, as jsforce reads it. */
  header(): string {
    return `api-usage=${this.used()}/${this.max()}`;
  }
}

/** Logins of a user within the last hour (Salesforce docs: Login Rate Limit; n8n #31948). */
export class LoginLimit {
  private readonly logins = new Map<string, number[]>();

  constructor(
    private readonly max: () => number,
    private readonly now: () => number,
  ) {}

  /** False once there were too many. */
  admit(userId: string): boolean {
    const recent = (this.logins.get(userId) ?? []).filter((at) => at > this.now() - HOUR);
    const admitted = recent.length < this.max();
    if (admitted) recent.push(this.now());
    this.logins.set(userId, recent);
    return admitted;
  }
}
