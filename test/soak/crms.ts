import type { Env } from '../../config/env';
import {
  createHubSpotEmulator,
  SANDBOX_TOKEN,
  type FaultKind as HubSpotFaultKind,
} from '../../emulators/hubspot';
import { defineJivoChatProperties } from '../../emulators/hubspot/jivochat-properties';
import {
  createPipedriveEmulator,
  SANDBOX_TOKEN as PIPEDRIVE_TOKEN,
  type FaultKind as PipedriveFaultKind,
} from '../../emulators/pipedrive';
import {
  createSalesforceEmulator,
  SANDBOX_CLIENT_ID,
  SANDBOX_CLIENT_SECRET,
  type FaultKind as SalesforceFaultKind,
} from '../../emulators/salesforce';

export type CrmName = 'hubspot' | 'pipedrive' | 'salesforce';

/** The CRM of the soak, in the servers' process. */
export interface SoakCrm {
  listen(port?: number): Promise<{ url: string; close(): Promise<void> }>;
  env(url: string): Env;
  limits: string;
  /** The nth request from the start fails, in one way or the other. */
  failAt(nth: number): void;
  traffic(): { requests: number; refusedForRate: number };
  /** Addresses of all people in the CRM but those it came with, and the texts of notes and tasks. */
  holdings(): { emails: string[]; texts: string[] };
}

/** HubSpot docs: API usage guidelines, requests of an app in ten seconds, Professional and Enterprise. */
const TEN_SECONDLY = 190;
const SEARCH_LAG_MS = 2_000;

const HUBSPOT_FAULTS: HubSpotFaultKind[] = [
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'hang-after' },
  { kind: 'html', status: 502 },
  { kind: 'html-after', status: 502 },
  { kind: 'empty', status: 503 },
  { kind: 'server-error', status: 500 },
  { kind: 'locked' },
  { kind: 'rate-limit', policy: 'TEN_SECONDLY_ROLLING', retryAfterSeconds: 1 },
];

const UNEXPECTED = [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'An unexpected error occurred.' }];

const SALESFORCE_FAULTS: SalesforceFaultKind[] = [
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'hang-after' },
  { kind: 'html', status: 502 },
  { kind: 'html-after', status: 502 },
  { kind: 'empty', status: 503 },
  { kind: 'answer', status: 500, body: UNEXPECTED },
  { kind: 'locked' },
  { kind: 'server-unavailable' },
];

const PIPEDRIVE_FAULTS: PipedriveFaultKind[] = [
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'hang-after' },
  { kind: 'html', status: 502 },
  { kind: 'html-after', status: 502 },
  { kind: 'empty', status: 503 },
  { kind: 'server-error', status: 500 },
  { kind: 'rate-limit', limit: 'burst', retryAfterSeconds: 2 },
];

/** Pipedrive docs: Rate limiting, Growth: requests in two seconds; a day of ten seats. */
const PIPEDRIVE_LIMITS = { burst: 40, search: 10, daily: 600_000 };

const EXTERNAL_ID = 'JivoChat_Visitor_Key__c';

export const SOAK_CRMS: Record<CrmName, () => SoakCrm> = {
  hubspot() {
    const hubspot = createHubSpotEmulator({
      searchLagMs: SEARCH_LAG_MS,
      rateLimits: { search: 5, tenSecondly: TEN_SECONDLY },
    });
    defineJivoChatProperties(hubspot);
    return {
      listen: (port) => hubspot.listen(port),
      env: (url) => ({
        HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN,
        HUBSPOT_BASE_URL: url,
        HUBSPOT_DEFAULT_OWNER: 'boris@example.com',
      }),
      limits: `HubSpot’s: ${TEN_SECONDLY} requests in 10 s, 5 searches a second, search ${SEARCH_LAG_MS / 1000} s behind`,
      failAt: (nth) => hubspot.faults.add({ ...oneOf(HUBSPOT_FAULTS), nth }),
      traffic: () => ({
        requests: hubspot.requests.length,
        refusedForRate: hubspot.requests.filter(({ status }) => status === 429).length,
      }),
      holdings: () => ({
        emails: hubspot.contacts().map(({ properties }) => properties.email ?? ''),
        texts: [...hubspot.notes(), ...hubspot.tasks()].map(
          ({ properties }) => properties.hs_note_body ?? properties.hs_task_body ?? '',
        ),
      }),
    };
  },
  pipedrive() {
    const pipedrive = createPipedriveEmulator({ searchLagMs: SEARCH_LAG_MS, rateLimits: PIPEDRIVE_LIMITS });
    const { field_code: page } = pipedrive.defineField('JivoChat page', 'text');
    return {
      listen: (port) => pipedrive.listen(port),
      env: (url) => ({
        PIPEDRIVE_COMPANY: pipedrive.state.company.domain,
        PIPEDRIVE_API_TOKEN: PIPEDRIVE_TOKEN,
        PIPEDRIVE_BASE_URL: url,
        PIPEDRIVE_DEFAULT_OWNER: 'boris@example.com',
        PIPEDRIVE_LEAD_FIELDS: `page=${page}`,
      }),
      limits: `Pipedrive’s: ${PIPEDRIVE_LIMITS.burst} requests and ${PIPEDRIVE_LIMITS.search} searches in 2 s, search ${SEARCH_LAG_MS / 1000} s behind`,
      failAt: (nth) => pipedrive.faults.add({ ...oneOf(PIPEDRIVE_FAULTS), nth }),
      traffic: () => ({
        requests: pipedrive.requests.length,
        refusedForRate: pipedrive.requests.filter(({ status }) => status === 429).length,
      }),
      holdings: () => ({
        emails: pipedrive.persons().map(({ emails: [main] }) => main?.value ?? ''),
        texts: [
          ...pipedrive.notes().map(({ content }) => content),
          ...pipedrive.activities().map(({ note }) => note ?? ''),
        ],
      }),
    };
  },
  salesforce() {
    const salesforce = createSalesforceEmulator();
    salesforce.defineExternalId('Lead', EXTERNAL_ID);
    const sessionsEnd: SalesforceFaultKind = { kind: 'meanwhile', run: () => salesforce.expireSessions() };
    return {
      listen: (port) => salesforce.listen(port),
      env: (url) => ({
        SALESFORCE_LOGIN_URL: url,
        SALESFORCE_CLIENT_ID: SANDBOX_CLIENT_ID,
        SALESFORCE_CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
        SALESFORCE_DEFAULT_OWNER: 'boris@example.com',
        SALESFORCE_EXTERNAL_ID_FIELD: EXTERNAL_ID,
      }),
      limits: `Salesforce’s: ${salesforce.settings.dailyRequests} requests in 24 hours, ${salesforce.settings.loginsPerHour} logins an hour`,
      failAt: (nth) => salesforce.faults.add({ ...oneOf([...SALESFORCE_FAULTS, sessionsEnd]), nth }),
      traffic: () => ({
        requests: salesforce.requests.length,
        refusedForRate: salesforce.requests.filter(({ status }) => status === 429 || status === 403).length,
      }),
      holdings: () => ({
        emails: salesforce.leads().map(({ fields }) => String(fields.Email ?? '')),
        texts: salesforce.tasks().map(({ fields }) => String(fields.Description ?? '')),
      }),
    };
  },
};

function oneOf<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)]!;
}
