import type { Account } from './account';
import { AwsError, NotEmulatedError } from './aws-error';
import { cloudFormationOperations } from './cloudformation/operations';
import { adminOperations } from './dynamodb/administration';
import { itemOperations } from './dynamodb/items';
import { eventsOperations } from './events/rules';
import type { HttpAnswer, Service } from './http';
import { lambdaError, lambdaService } from './lambda/http';
import { logsOperations } from './logs/operations';
import { jsonError, jsonService } from './protocol/json';
import { queryError, queryService } from './protocol/query';
import { s3Error, s3Service } from './s3/http';
import { ssmOperations } from './ssm/operations';
import { stsService } from './sts';

export interface Served {
  serve: Service;
  /** An error in the service's own form. */
  refuse: (error: AwsError) => HttpAnswer;
}

/** Every service by the name requests are signed for. */
export function servicesOf(account: Account): Readonly<Record<string, Served>> {
  const { buckets, stacks, tables, consumed, parameters, functions, rules, logs, place } = account;
  const query = (serve: Service) => ({ serve, refuse: queryError });
  const json = (serve: Service) => ({ serve, refuse: jsonError });
  return {
    sts: query(stsService(place)),
    cloudformation: query(
      queryService(
        'http://cloudformation.amazonaws.com/doc/2010-05-15/',
        cloudFormationOperations(stacks, buckets),
        'cloudformation',
      ),
    ),
    s3: { serve: s3Service(buckets, place), refuse: s3Error },
    lambda: { serve: lambdaService(functions), refuse: lambdaError },
    dynamodb: json(
      jsonService({ ...itemOperations(tables, consumed), ...adminOperations(tables) }, 'dynamodb', '1.0'),
    ),
    ssm: json(jsonService(ssmOperations(parameters, place), 'ssm', '1.1')),
    logs: json(jsonService(logsOperations(logs), 'logs', '1.1')),
    events: json(jsonService(eventsOperations(rules), 'events', '1.1')),
    ecr: json(jsonService({ DescribeRepositories: noRepository }, 'ecr', '1.1')),
  };
}

/** `serverless remove` asks whether there are container images; there are none, and making some is not emulated. */
function noRepository({ repositoryNames }: Readonly<Record<string, unknown>>): never {
  throw new AwsError(
    'RepositoryNotFoundException',
    `The repository with name '${String(repositoryNames)}' does not exist in the registry`,
  );
}

/** The protocol of a service that is not emulated is not known either; JSON is the most frequent one. */
export function unknownService(name: string): Served {
  const error = new NotEmulatedError(`the service ${name}`);
  return {
    serve: () => {
      throw error;
    },
    refuse: jsonError,
  };
}
