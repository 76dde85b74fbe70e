import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock';
import { LogLines } from './log-lines';
import { RuntimeApi, type Answer, type LambdaError } from './runtime-api';

type Env = Readonly<Record<string, string | undefined>>;

const CLIENT = join(__dirname, 'runtime-client/node_modules/aws-lambda-ric/index.mjs');
const PRELOAD = join(__dirname, 'runtime-client/preload.cjs');

export interface FunctionOptions {
  /** Where the zip is unpacked. */
  taskRoot: string;
  /** Such as `dist/webhook.handler`. */
  handler: string;
  env: Env;
  timeoutMs?: number;
  memoryMb?: number;
  /** Of the function; the log group is named by it. */
  name?: string;
  arn?: string;
  /** Its time is the function's. */
  clock?: Pick<Clock, 'offsetMs'>;
  /** Origins that lead elsewhere, such as `https://api.hubapi.com` to an emulated CRM. */
  hosts?: Readonly<Record<string, string>>;
  /** Told of every line that the function writes. */
  onLine?: (line: string) => void;
}

export interface Invoked {
  answer: Answer;
  /** Milliseconds from the event to the answer, without the start of the instance. */
  durationMs: number;
  /** Milliseconds from the process' start to its first question for work; only for an event that started one. */
  initMs?: number;
}

const DEFAULTS = {
  timeoutMs: 10_000,
  memoryMb: 512,
  name: 'local',
  arn: 'arn:aws:lambda:local:123456789012:function:local',
  clock: { offsetMs: 0 },
  hosts: {},
  onLine: () => undefined,
};

/** Lambda's managed runtime leaves a tenth of the memory to what is not on the heap. */
const HEAP_SHARE = 0.9;
const WATCH_EVERY_MS = 5;

/**
 * A function as Lambda runs it: the unpacked zip in a process of AWS' own Node runtime client, one event at a time,
 * stopped when its time or its memory is used up, started anew for the next event.
 */
export class LocalLambda {
  readonly #options: Required<FunctionOptions>;
  #instance?: Instance;
  /** Largest resident memory seen, bytes. */
  peakMemory = 0;
  /** What the function wrote to stdout and stderr; whole once it is closed. */
  log = '';

  /** @throws TypeError when the runtime client is not installed. */
  constructor(options: FunctionOptions) {
    if (!existsSync(CLIENT)) {
      throw new TypeError('AWS runtime client not installed; it needs the network: npm run postinstall');
    }
    this.#options = { ...DEFAULTS, ...options };
  }

  async invoke(event: unknown): Promise<Invoked> {
    const { timeoutMs } = this.#options;
    let initMs: number | undefined;
    if (!this.#instance) {
      const began = performance.now();
      this.#instance = await this.#start();
      const error = await this.#instance.started;
      if (error) {
        await this.#stop(error);
        return { answer: { error }, durationMs: 0 };
      }
      initMs = performance.now() - began;
    }
    const instance = this.#instance;
    const began = performance.now();
    const timer = setTimeout(() => void this.#stop(timedOut(timeoutMs)), timeoutMs);
    const { id, answer } = await instance.api.invoke(event, timeoutMs);
    clearTimeout(timer);
    const durationMs = performance.now() - began;
    await Promise.race([instance.lines.until(id), instance.closed]);
    return { answer, durationMs, initMs };
  }

  /** Processor time the instance has used so far, milliseconds; 0 where the system does not tell (Linux only). */
  cpuMs(): number {
    const pid = this.#instance?.child.pid;
    if (pid === undefined || !existsSync(`/proc/${pid}/stat`)) return 0;
    // proc(5): utime and stime are the 14th and 15th field, in ticks of 10 ms; the 2nd may hold blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  /** Ends the instance, as Lambda does when it is no longer needed. */
  async close(): Promise<void> {
    await this.#stop({ errorType: 'Sandbox.Closed', errorMessage: 'closed' });
  }

  async #start(): Promise<Instance> {
    const { taskRoot, handler, env, memoryMb, name, arn, clock, hosts } = this.#options;
    const api = new RuntimeApi(arn, clock);
    const AWS_LAMBDA_RUNTIME_API = await api.listen();
    const heapMb = Math.floor(memoryMb * HEAP_SHARE);
    const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, '--require', PRELOAD, CLIENT], {
      cwd: taskRoot,
      env: {
        ...env,
        AWS_LAMBDA_RUNTIME_API,
        AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
        _HANDLER: handler,
        LAMBDA_TASK_ROOT: taskRoot,
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
        AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
        AWS_LAMBDA_LOG_STREAM_NAME: name,
        EMULATED_HOSTS: JSON.stringify(hosts),
        EMULATED_CLOCK_OFFSET_MS: String(clock.offsetMs),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines = new LogLines([child.stdout, child.stderr], (line) => {
      this.log += `${line}\n`;
      this.#options.onLine(line);
    });
    const watch = setInterval(() => this.#watchMemory(child), WATCH_EVERY_MS);
    const died = new Promise<LambdaError>((resolve) => {
      child.once('exit', (code, signal) => {
        clearInterval(watch);
        const error = exited(code, signal);
        resolve(error);
        if (this.#instance?.child === child) void this.#stop(error);
      });
    });
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    return { child, api, lines, closed, started: Promise.race([api.started(), died]) };
  }

  #watchMemory(child: ChildProcess): void {
    const status = `/proc/${child.pid}/status`;
    if (!existsSync(status)) return;
    const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) * 1024;
    this.peakMemory = Math.max(this.peakMemory, resident);
    if (resident > this.#options.memoryMb * 1024 * 1024) child.kill('SIGKILL');
  }

  async #stop(error: LambdaError): Promise<void> {
    const instance = this.#instance;
    this.#instance = undefined;
    if (!instance) return;
    instance.child.kill('SIGKILL');
    instance.api.abandon(error);
    await instance.api.close();
    await instance.closed;
  }
}

interface Instance {
  child: ChildProcess;
  api: RuntimeApi;
  lines: LogLines;
  started: Promise<LambdaError | undefined>;
  /** Gone, and all it wrote has been read. */
  closed: Promise<void>;
}

/** As Lambda words it. */
function timedOut(timeoutMs: number): LambdaError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  };
}

function exited(code: number | null, signal: NodeJS.Signals | null): LambdaError {
  const how = signal ? `signal: ${signal === 'SIGKILL' ? 'killed' : signal}` : `exit status ${code}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: ${how}` };
}
