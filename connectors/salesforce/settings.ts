import { createPrivateKey, type KeyObject } from 'node:crypto';
import { EnvReader, type Env } from '../../config/env';
import type { OwnerMap } from '../../leads/owner';
import { FACTS, type FactName } from '../../leads/record';
import { FIELD_NAME } from './api/soql';

/** How we prove who we are (Salesforce help: OAuth 2.0 Client Credentials Flow, OAuth 2.0 JWT Bearer Flow). */
export type Credential =
  | { flow: 'client-credentials'; clientSecret: string }
  | { flow: 'jwt-bearer'; username: string; privateKey: KeyObject; audience: string };

export interface SalesforceSettings {
  /** My Domain, or the general log-in host. */
  loginUrl: string;
  clientId: string;
  /** Undefined only while problems are being collected. */
  credential?: Credential;
  /** Login of a user or name of a queue, who gets what nobody else gets; or an id. */
  defaultOwner?: string;
  ownerMap: OwnerMap;
  /** Title shown to the agent, field of Lead and Contact; relationship fields as `Account.Name`. */
  replyFields: [title: string, field: string][];
  /** Which of our facts goes to which field. `source` always goes to LeadSource. */
  factFields: Partial<Record<FactName, string>>;
  /** A Text field of the Lead, External ID and Unique: keeps one visitor from becoming two leads. */
  externalIdField?: string;
  /** Fields the org demands of every lead and of every task, and what to write there. */
  requiredDefaults: RequiredDefaults;
  /** Undefined: the lead's title stands in for a missing last name. */
  placeholderLastName?: string;
  placeholderCompany: string;
  /** Leads in these statuses are no longer worked on. */
  closedStatuses: ReadonlySet<string>;
  /** IANA zone in which a task is due today. */
  timeZone: string;
}

export type RequiredDefaults = Readonly<Record<'Lead' | 'Task', readonly [field: string, value: string][]>>;

const GENERAL_HOSTS = ['login.salesforce.com', 'test.salesforce.com'];
/** As Salesforce's own connectors write where the company is not known. */
const NOT_PROVIDED = '[not provided]';
/** Lead statuses that end the work on a lead in a new org (Salesforce help: Lead Status). */
const CLOSED = ['Closed - Converted', 'Closed - Not Converted', 'Unqualified'];

/** @throws ConfigError naming every problem at once. */
export function readSalesforceSettings(env: Env): SalesforceSettings {
  const reader = new EnvReader(env);
  const loginUrl = reader.url('SALESFORCE_LOGIN_URL', 'https://login.salesforce.com');
  const closed = reader.list('SALESFORCE_CLOSED_STATUSES');
  const settings: SalesforceSettings = {
    loginUrl,
    clientId: reader.required('SALESFORCE_CLIENT_ID', 'the consumer key of the external client app'),
    credential: readCredential(reader, loginUrl),
    defaultOwner: reader.text('SALESFORCE_DEFAULT_OWNER'),
    ownerMap: new Map(reader.pairs('SALESFORCE_OWNER_MAP').map(([jivo, crm]) => [jivo.toLowerCase(), crm])),
    replyFields: reader.pairs('SALESFORCE_REPLY_FIELDS'),
    factFields: readFactFields(reader),
    externalIdField: reader.text('SALESFORCE_EXTERNAL_ID_FIELD'),
    requiredDefaults: byObject(reader.pairs('SALESFORCE_REQUIRED_DEFAULTS')),
    placeholderLastName: reader.text('SALESFORCE_PLACEHOLDER_LAST_NAME'),
    placeholderCompany: reader.text('SALESFORCE_PLACEHOLDER_COMPANY') ?? NOT_PROVIDED,
    closedStatuses: new Set((closed.length > 0 ? closed : CLOSED).map((status) => status.toLowerCase())),
    timeZone: reader.text('TIME_ZONE') ?? 'UTC',
  };
  checkNames(reader, settings);
  reader.done();
  return settings;
}

function readCredential(reader: EnvReader, loginUrl: string): Credential | undefined {
  const clientSecret = reader.text('SALESFORCE_CLIENT_SECRET');
  const username = reader.text('SALESFORCE_USERNAME');
  const pem = reader.text('SALESFORCE_PRIVATE_KEY');
  const audience = reader.url('SALESFORCE_JWT_AUDIENCE', audienceOf(loginUrl));
  if (username && pem) {
    const privateKey = readKey(pem);
    if (!privateKey) {
      reader.problem(
        'SALESFORCE_PRIVATE_KEY must be an RSA private key in PEM form (line breaks may be written \\n)',
      );
      return undefined;
    }
    return { flow: 'jwt-bearer', username, privateKey, audience };
  }
  if (!clientSecret) {
    reader.problem(
      'SALESFORCE_CLIENT_SECRET (client-credentials flow) or SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY (JWT bearer flow) are missing' +
        reader.parameterHint(username ? 'SALESFORCE_PRIVATE_KEY' : 'SALESFORCE_CLIENT_SECRET'),
    );
    return undefined;
  }
  if (GENERAL_HOSTS.includes(new URL(loginUrl).hostname)) {
    reader.problem(
      'SALESFORCE_LOGIN_URL must be your My Domain (https://….my.salesforce.com) for the client-credentials flow',
    );
  }
  return { flow: 'client-credentials', clientSecret };
}

/** A variable cannot always hold line breaks. */
function readKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem.replaceAll('\\n', '\n'));
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Salesforce help: OAuth 2.0 JWT Bearer Flow, `aud`: the general host, whatever the My Domain. */
function audienceOf(loginUrl: string): string {
  const { hostname, origin } = new URL(loginUrl);
  if (!/\.(salesforce|force)\.com$/.test(hostname)) return origin;
  const sandbox =
    hostname === 'test.salesforce.com' || hostname.includes('--') || hostname.includes('.sandbox.');
  return `https://${sandbox ? 'test' : 'login'}.salesforce.com`;
}

function readFactFields(reader: EnvReader): Partial<Record<FactName, string>> {
  const pairs = reader.pairs('SALESFORCE_FACT_FIELDS').filter(([fact]) => {
    if (Object.hasOwn(FACTS, fact) && fact !== 'source') return true;
    const known = Object.keys(FACTS).filter((name) => name !== 'source');
    reader.problem(`SALESFORCE_FACT_FIELDS may name only ${known.join(', ')}`);
    return false;
  });
  return Object.fromEntries(pairs);
}

/** `Task.Region__c` is a task's; `Lead.Region__c` and `Region__c` are a lead's. */
function byObject(pairs: readonly [string, string][]): RequiredDefaults {
  const of = (pattern: RegExp) =>
    pairs.flatMap(([name, value]): [string, string][] => {
      const field = pattern.exec(name)?.[1];
      return field === undefined ? [] : [[field, value]];
    });
  return { Lead: of(/^(?!Task\.)(?:Lead\.)?(.*)$/i), Task: of(/^Task\.(.*)$/i) };
}

function checkNames(reader: EnvReader, settings: SalesforceSettings): void {
  const own = [
    ['SALESFORCE_FACT_FIELDS', Object.values(settings.factFields)],
    [
      'SALESFORCE_REQUIRED_DEFAULTS',
      Object.values(settings.requiredDefaults).flatMap((pairs) => pairs.map(([field]) => field)),
    ],
    ['SALESFORCE_EXTERNAL_ID_FIELD', settings.externalIdField ? [settings.externalIdField] : []],
  ] as const;
  for (const [variable, fields] of own) {
    if (fields.some((field) => !/^[A-Za-z]\w*$/.test(field))) {
      reader.problem(`${variable} must hold API names of fields, such as JivoChat_UTM__c`);
    }
  }
  if (settings.replyFields.some(([, field]) => !FIELD_NAME.test(field))) {
    reader.problem('SALESFORCE_REPLY_FIELDS must hold API names of fields, such as Status or Account.Name');
  }
}
