import {
  createHubSpotEmulator,
  SANDBOX_TOKEN,
  type HubSpotEmulatorOptions,
} from '../../../emulators/hubspot';

export const CONTACTS = '/crm/v3/objects/contacts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: AnswerBody;
}

/** What answers have in them, as far as tests look at it by name; absent parts are undefined at run time. */
export interface AnswerBody extends Item {
  status: string;
  message: string;
  category?: string;
  context?: unknown;
  errors: { code?: string; context?: unknown; category?: string }[];
  numErrors?: number;
  policyName?: string;
  total: number;
  results: Item[];
  paging: { next: { after: string } };
}

interface Item {
  id: string;
  name?: string;
  email?: string;
  archived?: boolean;
  updatedAt?: string;
  toObjectId?: number;
  properties: Record<string, string | null | undefined>;
  associations?: Record<string, { results: unknown[] }>;
}

export interface CallOptions {
  token?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const open: { close(): Promise<void> }[] = [];

/** An emulated account on a free port, and a way to talk to it. */
export async function startAccount(options: HubSpotEmulatorOptions = {}) {
  const emulator = createHubSpotEmulator(options);
  const server = await emulator.listen();
  open.push(server);
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    { token = SANDBOX_TOKEN, headers = {}, signal }: CallOptions = {},
  ): Promise<Answer> => {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) as AnswerBody };
  };
  return {
    emulator,
    url: server.url,
    call,
    create: (properties: Record<string, unknown>, type = 'contacts') =>
      call('POST', `/crm/v3/objects/${type}`, { properties }),
    search: (body: unknown, type = 'contacts') => call('POST', `/crm/v3/objects/${type}/search`, body),
  };
}

export async function stopAccounts(): Promise<void> {
  await Promise.all(open.splice(0).map((server) => server.close()));
}

/** A clock that stands until it is moved. */
export function clock(start = Date.parse('2026-11-23T10:00:00Z')) {
  const time = { at: start };
  return { now: () => time.at, advance: (ms: number) => void (time.at += ms) };
}

/** The refusals embedded in the message of a validation error. */
export function refusals({ body }: Answer): { name: string; error: string }[] {
  const message = String(body.message);
  const listed = JSON.parse(message.slice(message.indexOf('['))) as { name: string; error: string }[];
  return listed.map(({ name, error }) => ({ name, error }));
}

export function note(contactId: string | number, typeId = 202, properties: Record<string, unknown> = {}) {
  return {
    properties: { hs_timestamp: '2026-11-23T10:00:00.000Z', hs_note_body: 'hello', ...properties },
    associations: [association(contactId, typeId)],
  };
}

export function association(id: string | number, associationTypeId: number) {
  return { to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
