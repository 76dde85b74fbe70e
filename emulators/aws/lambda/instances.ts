import { rmSync } from 'node:fs';
import { AwsError } from '../aws-error';
import type { Identities } from '../iam/identities';
import type { LogGroups } from '../logs/log-groups';
import type { Place } from '../place';
import { LocalLambda, type Invoked } from './local-lambda';
import type { LambdaError } from './runtime-api';
import type { FunctionProperties } from './settings';

/** How a function reaches the world from this machine: the names stay as they are on AWS. */
export interface Network {
  /** Of the emulated AWS. */
  awsUrl: string;
  /** Origins that lead elsewhere, such as `https://api.hubapi.com` to an emulated CRM. */
  hosts: Readonly<Record<string, string>>;
}

interface InstancesOptions {
  properties: FunctionProperties;
  arn: string;
  taskRoot: string;
  place: Place;
  identities: Identities;
  logs: LogGroups;
  network: () => Network;
}

/** The instances of one version of a function: one event each at a time, kept for the next one. */
export class Instances {
  readonly #options: InstancesOptions;
  readonly #idle: LocalLambda[] = [];
  readonly #working = new Set<Promise<unknown>>();
  #made = 0;
  /** Of the youngest instance. */
  #onLine?: (line: string) => void;
  #retired = false;

  constructor(options: InstancesOptions) {
    this.#options = options;
  }

  get busy(): number {
    return this.#working.size;
  }

  async invoke(event: unknown): Promise<Invoked> {
    const instance = this.#idle.pop() ?? this.#start();
    const work = instance.invoke(event);
    this.#working.add(work);
    try {
      const invoked = await work;
      if ('error' in invoked.answer) this.#tellPlatformError(invoked.answer.error);
      return invoked;
    } finally {
      this.#working.delete(work);
      if (this.#retired) await instance.close();
      else this.#idle.push(instance);
    }
  }

  /** No new events: what is in work is finished, unless `now`; then the code is removed. */
  async retire({ now = false } = {}): Promise<void> {
    this.#retired = true;
    await Promise.all(this.#idle.splice(0).map((instance) => instance.close()));
    const rest = Promise.allSettled([...this.#working]);
    const remove = () => rmSync(this.#options.taskRoot, { recursive: true, force: true });
    if (!now) return void rest.then(remove);
    await rest;
    remove();
  }

  /** What the function cannot write itself: it was stopped, or never began. */
  #tellPlatformError({ errorType, errorMessage }: LambdaError): void {
    if (!/^(Sandbox|Runtime)\./.test(errorType)) return;
    this.#onLine?.(
      `${new Date(this.#options.place.clock.now()).toISOString()} ERROR ${errorType}: ${errorMessage}`,
    );
  }

  #start(): LocalLambda {
    const { properties, arn, taskRoot, place, identities, network, logs } = this.#options;
    const { FunctionName, Handler, MemorySize = 128, Timeout = 3, Environment, Role } = properties;
    const credentials = identities.assume(Role, 'lambda.amazonaws.com', FunctionName);
    const role = identities.caller(credentials.accessKeyId);
    const { awsUrl, hosts } = network();
    const group = `/aws/lambda/${FunctionName}`;
    const stream = `${new Date(place.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${++this.#made}`;
    // Lambda writes the log in the role's name; without the right the lines are gone, and nobody is told.
    this.#onLine = (line) => {
      try {
        role.must('logs:CreateLogStream', logs.streamArn(group, stream));
        role.must('logs:PutLogEvents', logs.streamArn(group, stream));
      } catch (error) {
        if (error instanceof AwsError) return;
        throw error;
      }
      logs.write(group, stream, line);
    };
    return new LocalLambda({
      name: FunctionName,
      arn,
      taskRoot,
      handler: Handler,
      memoryMb: MemorySize,
      timeoutMs: Timeout * 1000,
      clock: place.clock,
      hosts,
      env: {
        ...Environment?.Variables,
        AWS_REGION: place.region,
        AWS_DEFAULT_REGION: place.region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken,
        AWS_ENDPOINT_URL: awsUrl,
        TZ: ':UTC',
      },
      onLine: this.#onLine,
    });
  }
}
