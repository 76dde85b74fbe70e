import type { Env } from '../../../config/env';
import type { Fault as HubSpotFault } from '../../../emulators/hubspot';
import type { Fault as PipedriveFault } from '../../../emulators/pipedrive';
import type { Fault as SalesforceFault } from '../../../emulators/salesforce';
import type { Store } from '../../../store/store';
import type { Drained } from '../../../sync/worker';
import { startPipedriveWorld } from '../../e2e/pipedrive/world';
import { startSalesforceWorld } from '../../e2e/salesforce/world';
import type { Table } from '../../store/table';
import { startWorld, type WorldOptions } from '../../e2e/hubspot/world';
import { HUBSPOT_FAULTS, PIPEDRIVE_FAULTS, SALESFORCE_FAULTS, type CrmFault } from './crm-faults';
import { hubspotState, pipedriveState, salesforceState } from './crm-state';
import { refusingFetch } from './refusing-fetch';

/** A deployment, its table and its CRM, and all that a fault test does with them. */
export interface CrmWorld {
  table: Table;
  env: Env;
  clock: { offsetMs: number };
  send(event: unknown): Promise<{ status: number; ms: number }>;
  /** The worker's next round. */
  retry(): Promise<Drained>;
  /** The next event meets a new instance. */
  restart(): void;
  /** The reply's deadline from now on, until the next restart. */
  answerWithin(deadlineMs: number): void;
  /** What the CRM saw and answered since the last `forgetRequests`; without a status: it gave no answer. */
  answered(): { method: string; path: string; status?: number }[];
  /** The person with this address, and what was written of the chat, as the CRM numbers them. */
  idsOf(email: string, chatId: string): { person: string; conversation: string[] };
  /** Paths of the requests since the last `forgetRequests`, signing in included. */
  requests(): string[];
  forgetRequests(): void;
  /** The fault meets the nth request from now on. */
  hit(fault: CrmFault, nth: number): void;
  clearFaults(): void;
  /** What the CRM holds, comparable between runs. */
  state(): string[];
  /** How many people, and the texts of what hangs on them. */
  holdings(): { people: number; conversations: string[]; tasks: string[] };
  /** The page of the person with this address. */
  link(email: string): string;
  close(): Promise<void>;
}

export interface CrmWorldOptions {
  env?: Env;
  wrapStore?: (table: Pick<Table, 'client' | 'tableName'>) => Store;
  /** Where the CRM's search has one. Default none. */
  searchLagMs?: number;
}

export interface Crm {
  account: 'hubspot' | 'pipedrive' | 'salesforce';
  label: string;
  faults: readonly CrmFault[];
  /** Whether a request, by its path, asks for a token. */
  isSignIn(path: string): boolean;
  start(options: CrmWorldOptions): Promise<CrmWorld>;
}

/** @param begin the account each world begins with. */
export const hubspotCrm = (label: string, begin: () => Promise<WorldOptions>): Crm => ({
  account: 'hubspot',
  label,
  faults: HUBSPOT_FAULTS,
  isSignIn: () => false,
  async start({ env, ...options }) {
    const line = refusingFetch();
    const account = await begin();
    const world = await startWorld({
      searchLagMs: 0,
      ...account,
      ...options,
      fetch: line.fetch,
      env: { HUBSPOT_PORTAL_ID: '12345678', ...account.env, ...env },
    });
    const { hubspot } = world;
    return {
      ...world,
      restart: () => void world.restart(),
      answerWithin: (replyDeadlineMs) => void Object.assign(world.deps().settings, { replyDeadlineMs }),
      answered: () => [...hubspot.requests],
      requests: () => hubspot.requests.map(({ path }) => path),
      forgetRequests: () => hubspot.clearRequests(),
      hit(fault, nth) {
        if (fault.kind === 'refused') line.refuse(nth);
        else hubspot.faults.add({ ...fault, nth } as HubSpotFault);
      },
      clearFaults: () => hubspot.faults.clear(),
      state: () => hubspotState(hubspot),
      holdings: () => ({
        people: hubspot.contacts().length,
        conversations: hubspot.notes().map(({ properties }) => properties.hs_note_body ?? ''),
        tasks: hubspot.tasks().map(({ properties }) => properties.hs_task_body ?? ''),
      }),
      idsOf: (email, chatId) => ({
        person: hubspot.contacts().find(({ properties }) => properties.email === email)!.id,
        conversation: hubspot
          .notes()
          .filter(({ properties }) => properties.hs_note_body?.includes(chatId))
          .map(({ id }) => id),
      }),
      link(email) {
        const { id } = hubspot.contacts().find(({ properties }) => properties.email === email)!;
        return `https://app.hubspot.com/contacts/12345678/record/0-1/${id}`;
      },
    };
  },
});

export const HUBSPOT = hubspotCrm('HubSpot', () => Promise.resolve({}));

export const SALESFORCE: Crm = {
  account: 'salesforce',
  label: 'Salesforce',
  faults: SALESFORCE_FAULTS,
  isSignIn: (path) => path.startsWith('/services/oauth2'),
  async start(options) {
    const line = refusingFetch();
    const world = await startSalesforceWorld({ ...options, fetch: line.fetch });
    const { salesforce } = world;
    return {
      ...world,
      restart: () => void world.restart(),
      answerWithin: (replyDeadlineMs) => void Object.assign(world.deps().settings, { replyDeadlineMs }),
      answered: () => [...salesforce.requests],
      requests: () => salesforce.requests.map(({ path }) => path),
      forgetRequests: () => salesforce.clearRequests(),
      hit(fault, nth) {
        if (fault.kind === 'refused') line.refuse(nth);
        else if (fault.kind === 'session-over')
          salesforce.faults.add({ kind: 'meanwhile', run: () => salesforce.expireSessions(), nth });
        else salesforce.faults.add({ ...fault, nth } as SalesforceFault);
      },
      clearFaults: () => salesforce.faults.clear(),
      state: () => salesforceState(salesforce),
      holdings() {
        const texts = salesforce.tasks().map(({ fields }) => String(fields.Description ?? ''));
        const isConversation = (text: string) => /^— .* · \d+$/m.test(text);
        return {
          people: salesforce.leads().length,
          conversations: texts.filter(isConversation),
          tasks: texts.filter((text) => !isConversation(text)),
        };
      },
      idsOf: (email, chatId) => ({
        person: salesforce.leads().find(({ fields }) => fields.Email === email)!.id,
        conversation: salesforce
          .tasks()
          .filter(({ fields }) => String(fields.Description ?? '').includes(chatId))
          .map(({ id }) => id),
      }),
      link: (email) => `${world.url}/${salesforce.leads().find(({ fields }) => fields.Email === email)!.id}`,
    };
  },
};

export const PIPEDRIVE: Crm = {
  account: 'pipedrive',
  label: 'Pipedrive',
  faults: PIPEDRIVE_FAULTS,
  isSignIn: () => false,
  async start(options) {
    const line = refusingFetch();
    const world = await startPipedriveWorld({ ...options, fetch: line.fetch });
    const { pipedrive } = world;
    return {
      ...world,
      restart: () => void world.restart(),
      answerWithin: (replyDeadlineMs) => void Object.assign(world.deps().settings, { replyDeadlineMs }),
      answered: () => [...pipedrive.requests],
      requests: () => pipedrive.requests.map(({ path }) => path),
      forgetRequests: () => pipedrive.clearRequests(),
      hit(fault, nth) {
        if (fault.kind === 'refused') line.refuse(nth);
        else pipedrive.faults.add({ ...fault, nth } as PipedriveFault);
      },
      clearFaults: () => pipedrive.faults.clear(),
      state: () => pipedriveState(pipedrive),
      holdings: () => ({
        people: pipedrive.persons().length,
        conversations: pipedrive.notes().map(({ content }) => content),
        tasks: pipedrive.activities().flatMap(({ type, note }) => (type === 'task' ? [note ?? ''] : [])),
      }),
      idsOf(email, chatId) {
        const has = ({ emails }: { emails: { value: string }[] }) =>
          emails.some(({ value }) => value === email);
        return {
          person: String(pipedrive.persons().find(has)!.id),
          conversation: pipedrive
            .notes()
            .filter(({ content }) => content.includes(chatId))
            .map(({ id }) => String(id)),
        };
      },
      link(email) {
        const { id } = pipedrive.persons().find(({ emails }) => emails.some(({ value }) => value === email))!;
        return `https://${pipedrive.state.company.domain}.pipedrive.com/person/${id}`;
      },
    };
  },
};

export const CRMS: readonly Crm[] = [HUBSPOT, PIPEDRIVE, SALESFORCE];
