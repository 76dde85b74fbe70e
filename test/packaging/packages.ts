import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { packageService, ROOT, SERVICE } from '../../sandbox/deployment/package-service';

export type Settings = Readonly<Record<string, string>>;

export const MAIL = 'ops@example.com';

/** A deployment with HubSpot, as docs/deploy.md begins. */
export const EVERYDAY: Settings = {
  HUBSPOT_DEFAULT_OWNER: 'boris@example.com',
  // A start of a function takes seconds on a machine that is busy: the tests are not about that.
  REPLY_DEADLINE_MS: '8000',
  ALARM_EMAIL: MAIL,
};

export const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/1';
export const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:ops';

/** Everything set that can be. */
export const EVERYTHING: Settings = {
  ALARM_TOPIC_ARN: TOPIC,
  SECRETS_KMS_KEY_ARN: KEY,
  HUBSPOT_ACCESS_TOKEN_SSM: '/crm/token',
  HUBSPOT_OWNER_MAP: 'x'.repeat(1_000),
  WEBHOOK_CONCURRENCY: '20',
  RATE_LIMIT: '7',
  BURST_LIMIT: '9',
  RECORDS_SHOWN_ALARM: '500',
  TABLE_NAME_OVERRIDE: 'restored',
};

/** Every CRM in use. */
export const ALL_CRMS: Settings = {
  REPLY_DEADLINE_MS: '2000',
  PIPEDRIVE_COMPANY: 'acme',
  SALESFORCE_CLIENT_ID: 'id',
  SECRETS_KMS_KEY_ARN: KEY,
};

/** Two seconds of processor time each: those who want the same take the same. */
const KEPT = join(ROOT, 'node_modules/.cache/packages');
const LOOK_MS = 50;
/** A test that was stopped in the middle of it takes no longer. */
const LONGEST_MS = 60_000;
const OUTDATED_MS = 3_600_000;

/**
 * The folder with what `serverless package` makes of these settings, made once for all tests of the same sources: read it,
 * change nothing in it. @throws whatever the packager ends with, each time.
 */
export async function packageOnce(stage: string, env: Settings): Promise<string> {
  const folder = join(KEPT, keyOf(stage, env));
  const done = join(folder, 'done');
  mkdirSync(KEPT, { recursive: true });
  while (!existsSync(done)) {
    if (!claim(folder)) {
      await wait(LOOK_MS);
      continue;
    }
    try {
      await packageService(stage, folder, env);
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
    writeFileSync(done, '');
    forgetOthers();
  }
  return folder;
}

/** Whether the folder is this process' to fill. */
function claim(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    if (ageOf(folder) > LONGEST_MS && !existsSync(join(folder, 'done')))
      rmSync(folder, { recursive: true, force: true });
    return false;
  }
}

function forgetOthers(): void {
  for (const name of globSync('*', { cwd: KEPT })) {
    const folder = join(KEPT, name);
    if (ageOf(folder) > OUTDATED_MS) rmSync(folder, { recursive: true, force: true });
  }
}

const ageOf = (path: string) =>
  Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());

function keyOf(stage: string, env: Settings): string {
  const hash = createHash('sha256').update(JSON.stringify([stage, Object.entries(env).toSorted()]));
  for (const path of [...SERVICE, 'package-lock.json']) {
    for (const file of [path, ...globSync(`${path}/**/*`, { cwd: ROOT })].toSorted()) {
      const whole = join(ROOT, file);
      if (statSync(whole).isFile()) hash.update(`\0${file}\0`).update(readFileSync(whole));
    }
  }
  return hash.digest('hex').slice(0, 32);
}
