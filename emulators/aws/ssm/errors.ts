import { AwsError } from '../aws-error';

/** An error of Parameter Store. */
export class SsmError extends AwsError {
  override readonly name = 'SsmError';

  constructor(type: string, message = '') {
    super(type, message, type === 'InternalServerError' ? 500 : 400);
  }
}
