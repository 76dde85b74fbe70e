import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { MetricStore } from '../cloudwatch/metrics';
import type { Functions } from '../lambda/functions';
import { arnOf, type Place } from '../place';
import type { Caller } from '../iam/caller';
import type { Input, Operation } from '../protocol/query';

/** As CloudFormation writes it (AWS::Events::Rule). */
export interface RuleProperties {
  Name: string;
  ScheduleExpression: string;
  State?: 'ENABLED' | 'DISABLED';
  Targets?: { Arn: string; Id: string }[];
}

interface Rule {
  arn: string;
  properties: RuleProperties;
  enabled: boolean;
  everyMs: number;
  /** Epoch milliseconds. */
  due: number;
}

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** EventBridge rules with a schedule. */
export class Rules {
  readonly #rules = new Map<string, Rule>();
  readonly #functions: Functions;
  readonly #metrics: MetricStore;
  readonly #place: Place;

  constructor(functions: Functions, metrics: MetricStore, place: Place) {
    this.#functions = functions;
    this.#metrics = metrics;
    this.#place = place;
  }

  get names(): string[] {
    return [...this.#rules.keys()];
  }

  /** @returns the rule's ARN. @throws AwsError for a schedule that is no rate. */
  put(properties: RuleProperties): string {
    const { Name, ScheduleExpression, State = 'ENABLED' } = properties;
    const everyMs = rate(ScheduleExpression);
    const arn = this.arn(Name);
    const due = this.#place.clock.now() + everyMs;
    this.#rules.set(Name, { arn, properties, enabled: State === 'ENABLED', everyMs, due });
    return arn;
  }

  arn(name: string): string {
    return arnOf(this.#place, 'events', `rule/${name}`);
  }

  delete(name: string): void {
    this.#rules.delete(name);
  }

  /** @throws AwsError ResourceNotFoundException. */
  enable(name: string, enabled: boolean): void {
    const rule = this.#rules.get(name);
    if (!rule)
      throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
    rule.enabled = enabled;
  }

  /** Invokes what is due, and waits for it. */
  async run(): Promise<void> {
    const now = this.#place.clock.now();
    const due = [...this.#rules.values()].filter((rule) => rule.enabled && rule.due <= now);
    await Promise.all(due.map((rule) => this.#invoke(rule, now)));
  }

  async #invoke(rule: Rule, now: number): Promise<void> {
    rule.due = now + rule.everyMs;
    const { account, region } = this.#place;
    const event = {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account,
      time: new Date(now).toISOString(),
      region,
      resources: [rule.arn],
      detail: {},
    };
    for (const { Arn } of rule.properties.Targets ?? []) {
      try {
        await this.#functions.invokeAs('events.amazonaws.com', rule.arn, Arn, event);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const id = {
          namespace: 'AWS/Events',
          name: 'FailedInvocations',
          dimensions: { RuleName: rule.properties.Name },
        };
        this.#metrics.put(id, 1, now);
      }
    }
  }
}

function rate(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (!count) throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
  return Number(count) * UNITS[unit!]!;
}

export function eventsOperations(rules: Rules): Record<string, Operation> {
  const enable = (operation: string, enabled: boolean) => (input: Input, caller: Caller) => {
    const name = String(input.Name);
    caller.must(`events:${operation}`, rules.arn(name));
    rules.enable(name, enabled);
  };
  return { EnableRule: enable('EnableRule', true), DisableRule: enable('DisableRule', false) };
}
