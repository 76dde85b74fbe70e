import type { LoggedRequest as LoggedHttpRequest } from '../../http/request-log';

/** A request inside a composite request. */
export interface LoggedSubrequest {
  method: string;
  path: string;
  status: number;
  body?: unknown;
}

/** One request as it came in and what it was answered; what it was made of, if it was a composite one. */
export interface LoggedRequest extends LoggedHttpRequest {
  subrequests?: LoggedSubrequest[];
}
