import type { Clock } from './clock';

/** Where everything of one emulated AWS lives. */
export interface Place {
  account: string;
  region: string;
  clock: Clock;
}

/** Such as arn:aws:lambda:eu-central-1:123456789012:function:webhook. */
export function arnOf({ account, region }: Place, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
