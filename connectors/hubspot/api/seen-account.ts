export interface Account {
  portalId: string;
  /** Regional: app.hubspot.com, app-eu1.hubspot.com, ... */
  uiDomain: string;
}

/**
 * The account as it shows in the `url` that newer answers give every record: it saves asking, and works for keys that
 * may not ask.
 */
export class SeenAccount {
  #account: Account | undefined;

  get account(): Account | undefined {
    return this.#account;
  }

  learn(answer: string): void {
    if (this.#account) return;
    const match = /"url"\s*:\s*"https:\/\/(app[\w.-]*\.hubspot\.com)\/contacts\/(\d+)\/record\//.exec(answer);
    if (match) this.#account = { uiDomain: match[1]!, portalId: match[2]! };
  }
}
