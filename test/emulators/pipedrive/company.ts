import {
  createPipedriveEmulator,
  SANDBOX_TOKEN,
  type PipedriveEmulatorOptions,
} from '../../../emulators/pipedrive';

export interface Answer {
  status: number;
  headers: Headers;
  body: AnswerBody;
}

/** As far as tests look at it by name. */
export interface AnswerBody {
  success: boolean;
  error?: string;
  code?: string;
  errorCode?: number;
  data: { id: number } & Record<string, unknown>;
  additional_data?: { next_cursor?: string | null };
}

const open: { close(): Promise<void> }[] = [];

/** An emulated company on a free port, and a way to talk to it. */
export async function startCompany(options: PipedriveEmulatorOptions = {}) {
  const emulator = createPipedriveEmulator(options);
  const server = await emulator.listen();
  open.push(server);
  const call = async (
    method: string,
    path: string,
    body?: object,
    token = SANDBOX_TOKEN,
  ): Promise<Answer> => {
    const response = await fetch(`${server.url}/api/${path}`, {
      method,
      headers: { 'x-api-token': token, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as AnswerBody,
    };
  };
  return { emulator, call, url: server.url };
}

export async function closeCompanies(): Promise<void> {
  for (const server of open.splice(0)) await server.close();
}
