import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { Apis } from './apigateway/apis';
import { Gateway } from './apigateway/gateway';
import { Clock } from './clock';
import type { ResourceType } from './cloudformation/resource';
import { apiTypes } from './cloudformation/resources/api';
import { computeTypes } from './cloudformation/resources/compute';
import { storageTypes } from './cloudformation/resources/storage';
import { watchingTypes } from './cloudformation/resources/watching';
import { Stacks } from './cloudformation/stacks';
import { Alarms } from './cloudwatch/alarms';
import { MetricStore } from './cloudwatch/metrics';
import { Engine } from './dynamodb/engine';
import type { Consumption } from './dynamodb/items';
import { Tables } from './dynamodb/tables';
import { Rules } from './events/rules';
import { Identities } from './iam/identities';
import { Functions } from './lambda/functions';
import type { Network } from './lambda/instances';
import { LogGroups } from './logs/log-groups';
import type { Place } from './place';
import { Buckets } from './s3/buckets';
import { Topics } from './sns/topics';
import { Parameters } from './ssm/parameters';

const MINUTE_MS = 60_000;

/** Tens of megabytes: read once. */
let specification: ReturnType<typeof loadAwsServiceSpec> | undefined;

export interface AccountOptions {
  account?: string;
  region?: string;
  /** Concurrent executions of Lambda; a new account has 10. */
  concurrency?: number;
  /** Where the functions' requests to other hosts go, such as `https://api.hubapi.com` to an emulated CRM. */
  hosts?: Record<string, string>;
}

/** Everything that is in one account of the emulated AWS. */
export class Account {
  readonly place: Place;
  readonly identities: Identities;
  readonly metrics = new MetricStore();
  readonly buckets = new Buckets();
  readonly parameters = new Parameters();
  readonly apis = new Apis();
  readonly dashboards = new Map<string, string>();
  readonly engine = new Engine();
  readonly consumed: Consumption = { requests: 0, readUnits: 0, writeUnits: 0 };
  readonly network: Network;
  readonly topics: Topics;
  readonly logs: LogGroups;
  readonly tables: Tables;
  readonly functions: Functions;
  readonly gateway: Gateway;
  readonly alarms: Alarms;
  readonly rules: Rules;
  stacks!: Stacks;

  constructor(options: AccountOptions) {
    const { account = '123456789012', region = 'eu-central-1', concurrency = 1000, hosts = {} } = options;
    const place = { account, region, clock: new Clock() };
    this.place = place;
    this.network = { awsUrl: '', hosts };
    this.identities = new Identities(account);
    this.topics = new Topics(place);
    this.logs = new LogGroups(this.metrics, place);
    this.tables = new Tables(this.engine, place);
    const { identities, logs, metrics, apis, topics } = this;
    this.functions = new Functions({
      place,
      identities,
      logs,
      metrics,
      concurrency,
      network: () => this.network,
    });
    this.gateway = new Gateway({ apis, functions: this.functions, logs, metrics, place });
    this.alarms = new Alarms(metrics, topics, place);
    this.rules = new Rules(this.functions, metrics, place);
  }

  async start(awsUrl: string): Promise<void> {
    this.network.awsUrl = awsUrl;
    await this.engine.start();
    this.stacks = new Stacks({
      place: this.place,
      spec: await (specification ??= loadAwsServiceSpec()),
      types: this.#types(),
    });
  }

  /** Schedules that are due and alarms, at this minute. */
  async tick(): Promise<void> {
    await this.rules.run();
    this.alarms.evaluate();
  }

  /** Lets time pass, minute by minute: schedules run, alarms are evaluated. */
  async forward(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute++) {
      this.place.clock.forward(MINUTE_MS);
      await this.tick();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.stacks.all.map(({ settled }) => settled));
    await this.functions.close();
    await this.engine.close();
  }

  #types(): Record<string, ResourceType> {
    const { buckets, tables, functions, identities, apis, logs, alarms, topics, rules, dashboards, place } =
      this;
    return {
      ...storageTypes(buckets, tables),
      ...computeTypes({ functions, identities, buckets, place }),
      ...apiTypes(apis, logs, place),
      ...watchingTypes({ logs, alarms, topics, rules, dashboards, place }),
    };
  }
}
