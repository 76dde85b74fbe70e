import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Env } from '../config/env';
import { createConsole } from '../console/app';
import { readRules } from '../console/rules-source';
import type { SandboxCrm } from '../emulators/sandbox-crm';
import type { Store } from '../store/store';
import { postEvent } from './sample-chat/post-event';

interface SandboxConsole {
  listener: RequestListener;
  /** Path and query by which a browser gets in. */
  entrance: string;
}

interface SandboxParts {
  /** Undefined: the account is a real one. */
  crm: SandboxCrm | undefined;
  account: string;
  env: Env;
  store: () => Store;
  /** The whole URL; known once the port is. */
  webhookUrl: () => string;
}

/** The console of `npm start`, beside the webhook on the same port. */
export function sandboxConsole({ crm, account, env, store, webhookUrl }: SandboxParts): SandboxConsole {
  const token = randomBytes(18).toString('base64url');
  const app = createConsole(
    {
      stage: 'npm start',
      store,
      accounts: [account],
      rules: () => readRules(env),
      sandbox: {
        records: crm && (() => crm.records()),
        post: (body) => postEvent(webhookUrl(), body),
      },
      now: () => Date.now(),
    },
    token,
  );
  return {
    listener: (request, response) => void getRequestListener(app.fetch)(request, response),
    entrance: `/?token=${token}`,
  };
}
