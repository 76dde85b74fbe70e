import type { Service } from './http';
import type { Place } from './place';
import { queryService } from './protocol/query';

/** Security Token Service: who is asking. Needs no permission (STS API Reference: GetCallerIdentity). */
export function stsService({ account }: Place): Service {
  return queryService(
    'https://sts.amazonaws.com/doc/2011-06-15/',
    { GetCallerIdentity: (_, { arn }) => ({ Arn: arn, UserId: 'AIDAEMULATED', Account: account }) },
    'sts',
  );
}
