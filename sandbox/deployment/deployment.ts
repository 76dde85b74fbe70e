import { spawn } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Credentials, EmulatedAws } from '../../emulators/aws';
import { copyService, ROOT, SCHEMA_CACHE, SERVERLESS } from './package-service';

export interface Ran {
  code: number;
  /** Both streams, as a person would see them. */
  output: string;
}

/** `serverless` looks for stack events so often, milliseconds; its own pace is for an AWS that takes minutes. */
const MONITOR_EVERY_MS = '100';

/** The service in a folder of its own, and the commands a person runs there against an emulated AWS. */
export class Deployment {
  readonly folder = copyService();
  readonly #aws: EmulatedAws;
  readonly #env: Readonly<Record<string, string>>;

  constructor(aws: EmulatedAws, credentials: Credentials) {
    this.#aws = aws;
    this.#env = {
      PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
      HOME: this.folder,
      CI: 'true',
      AWS_REGION: aws.account.place.region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL: aws.url,
      SLS_AWS_MONITORING_FREQUENCY: MONITOR_EVERY_MS,
      ...SCHEMA_CACHE,
    };
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** Writes `.env.<stage>`. */
  configure(stage: string, settings: Readonly<Record<string, string>>): void {
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`);
    writeFileSync(join(this.folder, `.env.${stage}`), lines.join(''));
  }

  /** The real `serverless` command. */
  serverless(...args: string[]): Promise<Ran> {
    return this.run(process.execPath, [SERVERLESS, ...args]);
  }

  /** `npm run cli --`, as it is built. */
  cli(...args: string[]): Promise<Ran> {
    return this.run(process.execPath, [join(ROOT, 'dist/cli.js'), ...args]);
  }

  run(command: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ran> {
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        cwd: this.folder,
        env: { ...this.#env, ...nameService(this.#aws), ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
      }
      child.once('error', reject);
      child.once('close', (code) => resolve({ code: code ?? -1, output }));
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The time is the emulated AWS'. Names of APIs lead to the emulated AWS, and a CRM's to its emulator; nothing else about a command's requests is changed. */
function nameService({ url, account }: EmulatedAws): Record<string, string> {
  return {
    NODE_OPTIONS: `--require ${join(ROOT, 'emulators/aws/name-service.cjs')}`,
    EMULATED_AWS_URL: url,
    EMULATED_CLOCK_OFFSET_MS: String(account.place.clock.offsetMs),
    EMULATED_HOSTS: JSON.stringify(account.network.hosts),
  };
}
