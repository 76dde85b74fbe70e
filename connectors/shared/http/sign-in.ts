import { CrmUnavailableError } from '../../errors';

type AccessToken = string | null | undefined;

/** A token for all events of an instance: got when it is first needed, and again when it has ended. */
export class SharedToken<Token extends { accessToken?: AccessToken }> {
  #token: Token | undefined;
  #refused: AccessToken;
  #signingIn: Promise<Token> | undefined;

  constructor(
    private readonly details: { crm: string; operation: string },
    /** @param refused one that is not taken any more. */
    private readonly signIn: (refused: AccessToken) => Promise<Token>,
    private readonly isOver: (token: Token) => boolean = () => false,
  ) {}

  /**
   * Events that come at once share one sign-in; none of them may end it for the others.
   * @throws CrmUnavailableError at the deadline, or what signing in throws.
   */
  async get(signal: AbortSignal): Promise<Token> {
    if (this.#token && !this.isOver(this.#token)) return this.#token;
    this.#signingIn ??= this.signIn(this.#refused)
      .then((token) => (this.#token = token))
      .finally(() => (this.#signingIn = undefined));
    this.#signingIn.catch(() => undefined);
    return Promise.race([this.#signingIn, aborted(signal, this.details)]);
  }

  /** The next request gets another one; nothing to do when another event has got it already. */
  refused(accessToken: AccessToken): void {
    if (!this.#token || this.#token.accessToken !== accessToken) return;
    this.#refused = accessToken;
    this.#token = undefined;
  }
}

function aborted(signal: AbortSignal, details: { crm: string; operation: string }): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new CrmUnavailableError('stopped at the deadline', details));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
