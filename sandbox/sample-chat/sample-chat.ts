import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordText } from '../../console/record-text';
import { agentView } from '../../jivochat/agent-view';
import type { SandboxCrm } from '../../emulators/sandbox-crm';
import { postEvent } from './post-event';
import { style } from '../terminal';

const EVENTS = join(__dirname, '../events');

/** Plays the documented events of one chat against the webhook and shows both sides of it. */
export async function playSampleChat(webhookUrl: string, crm: SandboxCrm): Promise<void> {
  console.log(style('bold', 'A sample chat, as JivoChat would send it:'));
  for (const name of ['chat_accepted', 'chat_updated', 'chat_finished', 'offline_message']) {
    const { reply, ms } = await postEvent(webhookUrl, readFileSync(join(EVENTS, `${name}.json`), 'utf8'));
    console.log(`\n${style('bold', name)} answered in ${ms} ms; the agent sees:\n${agentView(reply, style)}`);
  }
  console.log(style('bold', '\nWhat the CRM now holds:'));
  for (const record of crm.records()) console.log(recordText(record, style).replaceAll(/^/gm, '  '));
}
