import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  type SalesforceEmulator,
  type SalesforceEmulatorOptions,
} from '../../../emulators/salesforce';

export const VERSION = 'v62.0';
export const BASE = `/services/data/${VERSION}`;

export interface Answer {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into bodies of any shape
  body: any;
  headers: Headers;
}

/** An emulated org that is served, and a logged-in caller. */
export interface Org {
  salesforce: SalesforceEmulator;
  url: string;
  token: string;
  /** @param path behind the version. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  soql(query: string): Promise<Answer>;
  sosl(search: string): Promise<Answer>;
  create(type: string, fields: Record<string, unknown>): Promise<string>;
  login(): Promise<string>;
}

const open: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(open.splice(0).map((close) => close())));

/** Closed by itself when the file is done. */
export async function startOrg(options: SalesforceEmulatorOptions = {}): Promise<Org> {
  const salesforce = createSalesforceEmulator(options);
  const server = await salesforce.listen();
  open.push(() => server.close());
  const { url } = server;
  const org: Org = {
    salesforce,
    url,
    token: '',
    async login() {
      const { body } = await token(url, {
        grant_type: 'client_credentials',
        client_id: SANDBOX_CLIENT_ID,
        client_secret: SANDBOX_CLIENT_SECRET,
      });
      return (org.token = String(body.access_token));
    },
    call: (method, path, body, headers = {}) =>
      answerOf(
        fetch(url + BASE + path, {
          method,
          headers: {
            authorization: `Bearer ${org.token}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          body: typeof body === 'string' || body === undefined ? (body as undefined) : JSON.stringify(body),
        }),
      ),
    soql: (query) => org.call('GET', `/query?q=${encodeURIComponent(query)}`),
    sosl: (search) => org.call('GET', `/search?q=${encodeURIComponent(search)}`),
    async create(type, fields) {
      const { status, body } = await org.call('POST', `/sobjects/${type}`, fields);
      if (status !== 201) throw new Error(JSON.stringify(body));
      return String(body.id);
    },
  };
  await org.login();
  return org;
}

export function token(url: string, form: Record<string, string>): Promise<Answer> {
  return answerOf(fetch(`${url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) }));
}

async function answerOf(pending: Promise<Response>): Promise<Answer> {
  const response = await pending;
  const text = await response.text();
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // Some answers are no JSON, and that is what is tested.
  }
  return { status: response.status, body, headers: response.headers };
}

export const LEAD = { LastName: 'Clifton', Company: 'Example Inc.' };
