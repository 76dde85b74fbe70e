/** A refusal as an AWS service words it. */
export class AwsError extends Error {
  override readonly name: string = 'AwsError';
  /** AWS' own name of the error, such as `ValidationError`. */
  readonly code: string;
  /** Of the HTTP answer. */
  readonly status: number;

  constructor(code: string, message = '', status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** What this emulator was never taught: refused, so that nothing is thought proved that was not tried. */
export class NotEmulatedError extends AwsError {
  override readonly name = 'NotEmulatedError';

  constructor(what: string) {
    super('NotEmulated', `The emulated AWS does not know ${what}`, 501);
  }
}
