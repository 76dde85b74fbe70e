import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { createHubSpotEmulator, REALISTIC, SANDBOX_TOKEN, type HubSpotState } from './hubspot';
import type { HubSpotEmulator, RecordSnapshot } from './hubspot';
import { defineJivoChatProperties } from './jivochat-properties';

/** Soon enough to lose nothing a person would miss, seldom enough to cost nothing. */
const SAVE_EVERY_MS = 500;

export interface SandboxHubSpot {
  url: string;
  token: string;
  /** The connector's variables. */
  env: Record<string, string>;
  /** What the account holds, for a terminal. */
  report(): string;
  summary(): string;
  close(): Promise<void>;
}

/** The emulated HubSpot of `npm start`, which remembers its records in a file. */
export async function startSandboxHubSpot(file: string, port?: number): Promise<SandboxHubSpot> {
  const hubspot = existsSync(file)
    ? createHubSpotEmulator({ ...REALISTIC, state: JSON.parse(readFileSync(file, 'utf8')) as HubSpotState })
    : newAccount();
  const server = await hubspot.listen(port);
  let saved = hubspot.requests.length;
  const save = () => {
    if (saved === hubspot.requests.length && existsSync(file)) return;
    saved = hubspot.requests.length;
    writeFileSync(`${file}.new`, JSON.stringify(hubspot.toJSON()));
    renameSync(`${file}.new`, file);
  };
  const timer = setInterval(save, SAVE_EVERY_MS);
  return {
    url: server.url,
    token: SANDBOX_TOKEN,
    env: {
      HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN,
      HUBSPOT_BASE_URL: server.url,
      HUBSPOT_DEFAULT_OWNER: process.env.HUBSPOT_DEFAULT_OWNER ?? 'boris@example.com',
      HUBSPOT_REPLY_FIELDS: process.env.HUBSPOT_REPLY_FIELDS ?? 'Stage=lifecyclestage',
    },
    report: () => report(hubspot),
    summary: () =>
      `${hubspot.contacts().length} contacts, ${hubspot.notes().length} notes, ${hubspot.tasks().length} tasks`,
    async close() {
      clearInterval(timer);
      save();
      await server.close();
    },
  };
}

function newAccount(): HubSpotEmulator {
  const hubspot = createHubSpotEmulator(REALISTIC);
  defineJivoChatProperties(hubspot);
  return hubspot;
}

/** Properties worth a person's look; the rest are HubSpot's own bookkeeping. */
const SHOWN =
  /^(email|firstname|lastname|phone|mobilephone|lifecyclestage|hubspot_owner_id|jivochat_.*|hs_additional_emails|hs_task_subject|hs_task_status|hs_note_body|hs_call_title|hs_call_status)$/;

function report(hubspot: HubSpotEmulator): string {
  const owners = new Map(hubspot.state.owners.map(({ id, email }) => [id, email]));
  const sections = [
    ...hubspot.contacts().map((record) => ['Contact', record] as const),
    ...hubspot.notes().map((record) => ['Note', record] as const),
    ...hubspot.tasks().map((record) => ['Task', record] as const),
    ...hubspot.calls().map((record) => ['Call', record] as const),
  ];
  return sections.map(([kind, record]) => section(kind, record, owners)).join('\n');
}

function section(
  kind: string,
  { id, properties, associations }: RecordSnapshot,
  owners: Map<string, string>,
): string {
  const contacts = kind === 'Contact' ? [] : (associations.contacts ?? []);
  const head = styleText(
    'bold',
    `${kind} ${id}${contacts.length > 0 ? ` on contact ${contacts.join(', ')}` : ''}`,
  );
  const rows = Object.entries(properties)
    .filter(([name, value]) => SHOWN.test(name) && value)
    .map(
      ([name, value]) =>
        `    ${name.padEnd(22)} ${readable(name === 'hubspot_owner_id' ? (owners.get(value) ?? value) : value)}`,
    );
  return `  ${head}\n${rows.join('\n')}`;
}

function readable(html: string): string {
  const text = html
    .replace(/<\/p>|<br>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .trim();
  return text.split('\n').join(`\n${' '.repeat(27)}`);
}
