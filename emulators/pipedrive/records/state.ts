/** A request's or an answer's body. */
export type Json = { [name: string]: unknown };

/** A value of a person with its label; one of a list is the primary one. */
export interface Labelled {
  value: string;
  primary: boolean;
  label: string;
}

export interface User {
  id: number;
  name: string;
  email: string;
  active_flag: boolean;
  is_admin: boolean;
}

/** Pipedrive docs: Fields API v2. */
export interface Field {
  /** Forty hexadecimal characters for a custom field. */
  field_code: string;
  field_name: string;
  field_type: string;
  options: { id: number; label: string }[] | null;
  is_custom_field: boolean;
}

interface Record {
  add_time: string;
  update_time: string;
  is_deleted: boolean;
  /** Milliseconds of the last write, for the search that lags. */
  written: number;
}

export interface Person extends Record {
  id: number;
  name: string;
  owner_id: number;
  org_id: number | null;
  emails: Labelled[];
  phones: Labelled[];
  visible_to: number;
  label_ids: number[];
  custom_fields: { [key: string]: unknown };
  marketing_status: string;
  /** May be read and not edited. */
  locked?: boolean;
}

export interface Organization extends Record {
  id: number;
  name: string;
  owner_id: number;
  custom_fields: { [key: string]: unknown };
}

export interface Deal extends Record {
  id: number;
  title: string;
  owner_id: number;
  person_id: number | null;
  org_id: number | null;
  pipeline_id: number;
  stage_id: number;
  status: string;
  value: number | null;
  currency: string;
  /** YYYY-MM-DD. */
  expected_close_date: string | null;
  channel: number | null;
  channel_id: string | null;
  label_ids: number[];
  custom_fields: { [key: string]: unknown };
}

export interface Lead extends Record {
  /** A UUID. */
  id: string;
  title: string;
  owner_id: number;
  person_id: number | null;
  organization_id: number | null;
  label_ids: string[];
  origin_id: string | null;
  channel: number | null;
  channel_id: string | null;
  is_archived: boolean;
}

export interface Note {
  id: number;
  content: string;
  person_id: number | null;
  deal_id: number | null;
  lead_id: string | null;
  org_id: number | null;
  user_id: number;
  pinned_to_person_flag: boolean;
  pinned_to_deal_flag: boolean;
  pinned_to_lead_flag: boolean;
  active_flag: boolean;
  add_time: string;
  update_time: string;
}

export interface Activity extends Record {
  id: number;
  subject: string;
  type: string;
  owner_id: number;
  person_id: number | null;
  deal_id: number | null;
  lead_id: string | null;
  org_id: number | null;
  due_date: string | null;
  due_time: string | null;
  duration: string | null;
  done: boolean;
  marked_as_done_time: string | null;
  note: string | null;
}

/** A value the administrator of the company does not want. */
export interface Rule {
  field: 'emails' | 'phones' | 'name';
  value: string;
}

/** A private app that a user has installed. Times in epoch milliseconds. */
interface App {
  clientId: string;
  clientSecret: string;
  refreshTokens: { [token: string]: AppToken };
  accessTokens: { [token: string]: AppToken };
}

interface AppToken {
  userId: number;
  until: number;
}

export interface PipedriveState {
  company: { id: number; name: string; domain: string };
  /** Token: whose it is. */
  tokens: { [token: string]: number };
  app: App;
  users: User[];
  personFields: Field[];
  dealFields: Field[];
  organizationFields: Field[];
  activityTypes: { key_string: string; name: string; active_flag: boolean }[];
  pipelines: { id: number; name: string; is_deleted: boolean }[];
  stages: { id: number; name: string; pipeline_id: number; is_deleted: boolean }[];
  leadLabels: { id: string; name: string; color: string }[];
  persons: Person[];
  organizations: Organization[];
  deals: Deal[];
  leads: Lead[];
  notes: Note[];
  activities: Activity[];
  rules: Rule[];
  nextId: number;
}

export const SANDBOX_TOKEN = '0123456789abcdef0123456789abcdef01234567';

export const SANDBOX_APP = {
  clientId: '0123456789abcdef',
  clientSecret: 'fedcba9876543210fedcba9876543210fedcba98',
};
export const SANDBOX_REFRESH_TOKEN = '1001:7654321:0123456789abcdef0123456789abcdef01234567';

const standard = (field_code: string, field_name: string, field_type: string): Field => {
  return { field_code, field_name, field_type, options: null, is_custom_field: false };
};

/** A company with three users, one of whom has left; the token is an administrator's. */
export function defaultState(): PipedriveState {
  return {
    company: { id: 7_654_321, name: 'JivoChat sandbox', domain: 'jivochat-sandbox' },
    tokens: { [SANDBOX_TOKEN]: 1001 },
    app: {
      ...SANDBOX_APP,
      refreshTokens: { [SANDBOX_REFRESH_TOKEN]: { userId: 1001, until: Number.MAX_SAFE_INTEGER } },
      accessTokens: {},
    },
    users: [
      { id: 1001, name: 'Anna Schmidt', email: 'Anna@example.com', active_flag: true, is_admin: true },
      { id: 1002, name: 'Boris Weber', email: 'boris@example.com', active_flag: true, is_admin: false },
      { id: 1003, name: 'Clara Gone', email: 'clara@example.com', active_flag: false, is_admin: false },
    ],
    personFields: [
      standard('name', 'Name', 'varchar'),
      standard('emails', 'Email', 'varchar'),
      standard('phones', 'Phone', 'phone'),
      standard('owner_id', 'Owner', 'user'),
      standard('org_id', 'Organization', 'org'),
    ],
    dealFields: [
      standard('title', 'Title', 'varchar'),
      { ...standard('channel', 'Source channel', 'enum'), options: [{ id: 52, label: 'Web chat' }] },
    ],
    organizationFields: [standard('name', 'Name', 'varchar'), standard('owner_id', 'Owner', 'user')],
    activityTypes: ['call', 'meeting', 'task', 'deadline', 'email', 'lunch'].map((key_string) => ({
      key_string,
      name: key_string[0]!.toUpperCase() + key_string.slice(1),
      active_flag: true,
    })),
    pipelines: [{ id: 1, name: 'Pipeline', is_deleted: false }],
    stages: [
      { id: 1, name: 'Qualified', pipeline_id: 1, is_deleted: false },
      { id: 2, name: 'Contact made', pipeline_id: 1, is_deleted: false },
    ],
    leadLabels: [{ id: 'f08b42a0-4e75-11ea-9643-03698ef1cfd6', name: 'Hot', color: 'red' }],
    persons: [],
    organizations: [],
    deals: [],
    leads: [],
    notes: [],
    activities: [],
    rules: [],
    nextId: 1,
  };
}
