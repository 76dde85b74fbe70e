import { parse } from 'bowser';
import { deviceValues } from '../../leads/vocabulary/device';

/** A file of its own beside the handler: loaded only where the company's file asks for `device.*`. */
export function device(userAgent: string): Record<string, string> {
  return deviceValues(userAgent, parse);
}
