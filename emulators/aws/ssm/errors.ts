/** An error of AWS' JSON 1.1 protocol: `__type` and, mostly, a message. All of these come with HTTP 400. */
export class SsmError extends Error {
  override readonly name = 'SsmError';
  readonly type: string;

  constructor(type: string, message = '') {
    super(message);
    this.type = type;
  }
}
