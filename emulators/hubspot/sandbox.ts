import {
  createHubSpotEmulator,
  REALISTIC,
  SANDBOX_TOKEN,
  type HubSpotEmulator,
  type HubSpotState,
} from './index';
import { defineJivoChatProperties } from './jivochat-properties';
import { keepState, readState, type SandboxRecord, type StartSandbox } from '../sandbox-crm';

/** The emulated HubSpot of `npm start`, which remembers its records in a file. */
export const startSandbox: StartSandbox = async (file, env) => {
  const state = readState<HubSpotState>(file);
  const hubspot = createHubSpotEmulator({ ...REALISTIC, state });
  if (!state) defineJivoChatProperties(hubspot);
  const server = await hubspot.listen();
  const stopKeeping = keepState(hubspot, file);
  return {
    url: server.url,
    env: {
      HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN,
      HUBSPOT_BASE_URL: server.url,
      HUBSPOT_DEFAULT_OWNER: env.HUBSPOT_DEFAULT_OWNER ?? 'boris@example.com',
      HUBSPOT_REPLY_FIELDS: env.HUBSPOT_REPLY_FIELDS ?? 'Stage=lifecyclestage',
    },
    records: () => records(hubspot),
    summary: () =>
      `${hubspot.contacts().length} contacts, ${hubspot.notes().length} notes, ${hubspot.tasks().length} tasks`,
    async close() {
      stopKeeping();
      await server.close();
    },
  };
};

/** Properties worth a person's look; the rest are HubSpot's own bookkeeping. */
const SHOWN =
  /^(email|firstname|lastname|phone|mobilephone|lifecyclestage|hubspot_owner_id|jivochat_.*|hs_additional_emails|hs_task_subject|hs_task_status|hs_note_body|hs_call_title|hs_call_status)$/;

const DRAWN_AS_HTML = ['hs_note_body', 'hs_task_body', 'hs_call_body'];

function records(hubspot: HubSpotEmulator): SandboxRecord[] {
  const owners = new Map(hubspot.state.owners.map(({ id, email }) => [id, email]));
  const kinds = [
    ['Contact', 'person', hubspot.contacts()],
    ['Note', 'note', hubspot.notes()],
    ['Task', 'task', hubspot.tasks()],
    ['Call', 'call', hubspot.calls()],
  ] as const;
  return kinds
    .flatMap(([label, kind, found]) => found.map((record) => ({ label, kind, ...record })))
    .map(({ label, kind, id, properties, associations }) => {
      const contacts = kind === 'person' ? [] : (associations.contacts ?? []);
      const on = contacts.length > 0 ? ` on contact ${contacts.join(', ')}` : '';
      const shown = Object.entries(properties)
        .filter(([name]) => SHOWN.test(name))
        .map(
          ([name, value]) =>
            [name, name === 'hubspot_owner_id' ? (owners.get(value) ?? value) : value] as const,
        );
      return {
        title: `${label} ${id}${on}`,
        kind,
        id,
        of: contacts.map(String),
        html: DRAWN_AS_HTML,
        fields: shown,
      };
    });
}
