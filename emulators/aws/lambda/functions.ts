import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError } from '../aws-error';
import type { MetricStore } from '../cloudwatch/metrics';
import type { Identities } from '../iam/identities';
import { trusts } from '../iam/identities';
import { like } from '../iam/policy';
import type { LogGroups } from '../logs/log-groups';
import { arnOf, type Place } from '../place';
import { Instances, type Network } from './instances';
import type { Invoked } from './local-lambda';
import { checkConcurrency, checkFunction, type FunctionProperties } from './settings';
import { unzip } from './unzip';

export interface Permission {
  principal: string;
  action: string;
  sourceArn?: string;
}

export interface LambdaFunction {
  properties: FunctionProperties;
  arn: string;
  /** Base64 of the zip's SHA-256, as Lambda shows it. */
  codeSha256: string;
  taskRoot: string;
  /** Epoch milliseconds. */
  lastModified: number;
  permissions: Map<string, Permission>;
  instances: Instances;
}

interface FunctionsOptions {
  place: Place;
  identities: Identities;
  logs: LogGroups;
  metrics: MetricStore;
  network: () => Network;
  /** Concurrent executions of the account; new ones have 10. */
  concurrency: number;
}

/** What the functions used, as the bill counts it. */
interface FunctionUsage {
  requests: number;
  gbSeconds: number;
}

/** The functions of one account, run from their zips. */
export class Functions {
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #options: FunctionsOptions;
  readonly usage: FunctionUsage = { requests: 0, gbSeconds: 0 };

  constructor(options: FunctionsOptions) {
    this.#options = options;
  }

  get names(): string[] {
    return [...this.#functions.keys()];
  }

  get concurrency(): number {
    return this.#options.concurrency;
  }

  arn(name: string): string {
    return arnOf(this.#options.place, 'lambda', `function:${name}`);
  }

  find(name: string): LambdaFunction | undefined {
    return this.#functions.get(name);
  }

  /** @param nameOrArn of the function. @throws AwsError ResourceNotFoundException. */
  get(nameOrArn: string): LambdaFunction {
    const found = this.#functions.get(nameOrArn.slice(nameOrArn.lastIndexOf(':') + 1));
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
  }

  /** Makes the function, or takes its new code and settings. @throws AwsError InvalidParameterValueException. */
  async put(properties: FunctionProperties, zip: Buffer): Promise<LambdaFunction> {
    const { place, identities } = this.#options;
    const before = this.#functions.get(properties.FunctionName);
    if (!trusts(identities.role(properties.Role), 'lambda.amazonaws.com')) {
      throw new AwsError(
        'InvalidParameterValueException',
        'The role defined for the function cannot be assumed by Lambda.',
      );
    }
    const reserved = [...this.#functions.values()]
      .filter((one) => one !== before)
      .reduce((sum, one) => sum + (one.properties.ReservedConcurrentExecutions ?? 0), 0);
    checkConcurrency(properties.ReservedConcurrentExecutions, reserved, this.#options.concurrency);
    const taskRoot = mkdtempSync(join(tmpdir(), 'lambda-'));
    checkFunction(properties, unpack(zip, taskRoot));
    const made: LambdaFunction = {
      properties,
      arn: this.arn(properties.FunctionName),
      codeSha256: createHash('sha256').update(zip).digest('base64'),
      taskRoot,
      lastModified: place.clock.now(),
      permissions: before?.permissions ?? new Map<string, Permission>(),
      instances: new Instances({
        ...this.#options,
        properties,
        taskRoot,
        arn: this.arn(properties.FunctionName),
      }),
    };
    this.#functions.set(properties.FunctionName, made);
    await before?.instances.retire();
    return made;
  }

  async delete(name: string): Promise<void> {
    const found = this.get(name);
    this.#functions.delete(name);
    await found.instances.retire();
  }

  /**
   * As another service does it in its own name.
   * @throws AwsError AccessDenied when the function's permissions do not let it; TooManyRequestsException.
   */
  async invokeAs(service: string, sourceArn: string, target: string, event: unknown): Promise<Invoked> {
    const found = this.get(target);
    const allowed = [...found.permissions.values()].some(
      ({ principal, action, sourceArn: source }) =>
        principal === service &&
        action === 'lambda:InvokeFunction' &&
        (source === undefined || like(source, sourceArn)),
    );
    if (!allowed) {
      const refusal = { caller: service, action: 'lambda:InvokeFunction', resource: found.arn };
      this.#options.identities.refusals.push(refusal);
      throw new AwsError('AccessDenied', `${service} may not invoke ${found.arn} for ${sourceArn}`, 403);
    }
    return this.invoke(found, event);
  }

  /** @throws AwsError TooManyRequestsException. */
  async invoke(found: LambdaFunction, event: unknown): Promise<Invoked> {
    const { FunctionName, ReservedConcurrentExecutions, MemorySize = 128 } = found.properties;
    const busy = [...this.#functions.values()].reduce((sum, { instances }) => sum + instances.busy, 0);
    const throttled =
      ReservedConcurrentExecutions === undefined
        ? busy >= this.#options.concurrency
        : found.instances.busy >= ReservedConcurrentExecutions;
    if (throttled) {
      this.#measure(FunctionName, 'Throttles', 1);
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    }
    this.#measure(FunctionName, 'Invocations', 1);
    const invoked = await found.instances.invoke(event);
    this.#measure(FunctionName, 'Errors', 'error' in invoked.answer ? 1 : 0);
    this.#measure(FunctionName, 'Duration', invoked.durationMs);
    this.usage.requests++;
    const billedMs = Math.ceil(invoked.durationMs + (invoked.initMs ?? 0));
    this.usage.gbSeconds += (billedMs / 1000) * (MemorySize / 1024);
    return invoked;
  }

  async close(): Promise<void> {
    const all = [...this.#functions.values()];
    await Promise.all(all.map(({ instances }) => instances.retire({ now: true })));
  }

  #measure(FunctionName: string, name: string, value: number): void {
    const id = { namespace: 'AWS/Lambda', name, dimensions: { FunctionName } };
    this.#options.metrics.put(id, value, this.#options.place.clock.now());
  }
}

/** @throws AwsError when it is no zip. */
function unpack(zip: Buffer, into: string): string[] {
  const archive = `${into}.zip`;
  writeFileSync(archive, zip);
  try {
    return unzip(archive, into);
  } catch (error) {
    throw new AwsError('InvalidParameterValueException', `Could not unzip uploaded file: ${String(error)}`);
  } finally {
    rmSync(archive);
  }
}
