import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createConsole } from '../console/app';
import type { SandboxCrm } from '../emulators/sandbox-crm';
import { postEvent } from './sample-chat/post-event';

export interface SandboxConsole {
  listener: RequestListener;
  /** Path and query by which a browser gets in. */
  entrance: string;
  /** What a command sends as its cookie to get in. */
  token: string;
}

/**
 * The console of `npm start`, beside the webhook on the same port.
 * @param webhookUrl the whole URL; known once the port is.
 */
export function sandboxConsole(crm: SandboxCrm | undefined, webhookUrl: () => string): SandboxConsole {
  const token = randomBytes(18).toString('base64url');
  const app = createConsole(
    {
      stage: 'npm start',
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
    token,
  };
}
