import type { CheckQuestion, Finding } from '../../admin';
import { ownerFindings, type OwnerWords } from '../../shared/owners/check-owners';
import { hint, wrong } from '../../shared/findings';
import type { PipedriveApi } from '../api/client';
import { isUnknownCredential } from '../api/credential';
import { idOf, objectsOf, type Json } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveSettings } from '../definition';
import { readUsers } from '../records/owners';
import { ifAllowed, readMe, readPersonFields, type PersonField } from './company';
import { WANTED } from './setup';

const OWNER_WORDS: OwnerWords = {
  label: 'Pipedrive',
  prefix: 'PIPEDRIVE',
  isNobody: 'is no active Pipedrive user',
  nameDefault: 'Name the login or id of an active user: Settings → Manage users',
  heir: 'the token’s user',
};

/** Everything that can be known without writing a record. */
export async function checkCompany(
  api: PipedriveApi,
  settings: PipedriveSettings,
  { logins }: CheckQuestion,
): Promise<Finding[]> {
  const me = await readMe(api).catch((error: unknown) => {
    if (isUnknownCredential(error)) return undefined;
    throw error;
  });
  if (!me) {
    const finding = settings.apiToken
      ? wrong(
          'Pipedrive does not know PIPEDRIVE_API_TOKEN: it is wrong, or a newer one took its place',
          'Personal preferences → API: copy the token',
        )
      : wrong(
          'Pipedrive does not know the private app: its client id, secret or refresh token is wrong or has ended',
          'Compare PIPEDRIVE_CLIENT_ID and PIPEDRIVE_CLIENT_SECRET; install the app anew for another PIPEDRIVE_REFRESH_TOKEN',
        );
    return [{ ...finding, credential: true }];
  }
  const findings = me.isAdmin
    ? []
    : [
        hint(
          'The token’s user is no administrator: agents are not shown as the authors of notes',
          'Nothing to do',
        ),
      ];
  const fields = await readPersonFields(api);
  return [
    ...findings,
    ...checkHost(settings, me.domain),
    ...(await checkOwners(api, settings, logins)),
    ...(await checkTypes(api, settings)),
    ...(await checkTitleObject(api, settings)),
    ...(fields
      ? checkFields(fields, settings)
      : [hint('The token may not see the fields; they are not checked', 'Let its user see them')]),
  ];
}

function checkHost({ company }: PipedriveSettings, domain: string): Finding[] {
  if (company === domain) return [];
  const what = `PIPEDRIVE_COMPANY is ${company}, and the token is of ${domain}`;
  return [wrong(what, `Set PIPEDRIVE_COMPANY=${domain}, or take a token of ${company}`)];
}

async function checkOwners(
  api: PipedriveApi,
  settings: PipedriveSettings,
  logins: readonly string[],
): Promise<Finding[]> {
  const users = await ifAllowed(readUsers(api));
  if (!users)
    return [hint('The token may not see the users; owners are not checked', 'Let its user see them')];
  const active = new Set(users.flatMap(({ id, login }) => [id, login]));
  return ownerFindings(OWNER_WORDS, settings, logins, (login) => active.has(login.toLowerCase()));
}

async function checkTypes(api: PipedriveApi, { taskType, callType }: PipedriveSettings): Promise<Finding[]> {
  const types = await ifAllowed(api.get(`${V1}/activityTypes`));
  const active = objectsOf(types).filter(({ active_flag }) => active_flag !== false);
  const known = active.map(({ key_string }) => String(key_string));
  const wanted = { PIPEDRIVE_TASK_TYPE: taskType, PIPEDRIVE_CALL_TYPE: callType };
  return Object.entries(wanted)
    .filter(([, type]) => types !== undefined && !known.includes(type))
    .map(([name, type]) =>
      wrong(`${name} ${type} is no activity type`, `Take one of these: ${known.join(', ')}`),
    );
}

async function checkTitleObject(api: PipedriveApi, settings: PipedriveSettings): Promise<Finding[]> {
  const { titleObject, leadLabel, dealPipeline, dealStage, channel } = settings;
  const findings: Finding[] = [];
  const among = (name: string, given: string | undefined, found: readonly Json[]) => {
    const ids = found.map(({ id }) => idOf(id));
    if (!given || ids.includes(given)) return;
    findings.push(
      wrong(`${name} ${given} does not exist`, `Take one of these: ${ids.join(', ') || 'there is none'}`),
    );
  };
  if (titleObject === 'lead') {
    const labels = await ifAllowed(api.get(`${V1}/leadLabels`));
    const leads = await ifAllowed(api.get(`${V1}/leads`, { limit: 1 }));
    if (leads === undefined)
      findings.push(
        wrong(
          'The company has no leads, or the token may not see them',
          'Set PIPEDRIVE_TITLE_OBJECT to person or deal',
        ),
      );
    if (labels) among('PIPEDRIVE_LEAD_LABEL', leadLabel, objectsOf(labels));
  }
  if (titleObject === 'deal') {
    among('PIPEDRIVE_DEAL_PIPELINE', dealPipeline, (await ifAllowed(api.list(`${V2}/pipelines`, {}))) ?? []);
    among(
      'PIPEDRIVE_DEAL_STAGE',
      dealStage,
      (await ifAllowed(api.list(`${V2}/stages`, { pipeline_id: dealPipeline }))) ?? [],
    );
  }
  if (channel) {
    const fields = await ifAllowed(api.list(`${V2}/dealFields`, {}));
    if (fields)
      among(
        'PIPEDRIVE_CHANNEL',
        channel,
        objectsOf(fields.find(({ field_code }) => field_code === 'channel')?.options),
      );
  }
  return findings;
}

function checkFields(
  fields: readonly PersonField[],
  { leadFields, replyFields }: PipedriveSettings,
): Finding[] {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const missing = Object.keys(WANTED).filter((field) => !leadFields.has(field as keyof typeof WANTED));
  const placed = [...leadFields].flatMap(([name, key]) => {
    const field = byKey.get(key);
    const text = ['varchar', 'varchar_auto', 'text', ...(name === 'lastChat' ? ['date'] : [])];
    if (field && text.includes(field.type)) return [];
    const why = field ? `is of type ${field.type}` : 'does not exist';
    return [
      wrong(
        `PIPEDRIVE_LEAD_FIELDS gives ${name} to ${key}, which ${why}`,
        'Run `jivochat-crm setup pipedrive` and take over what it prints',
      ),
    ];
  });
  const unknown = replyFields.filter(
    ([, name]) =>
      !/^(organization(\.\w+)?|open_deals|name|email|phone|\w+_time)$/.test(name) && !byKey.has(name),
  );
  return [
    ...placed,
    ...unknown.map(([title, name]) =>
      wrong(
        `PIPEDRIVE_REPLY_FIELDS shows ${name} as "${title}", and persons have no such field`,
        'Take the key from Settings → Data fields → Copy API key',
      ),
    ),
    ...(missing.length > 0
      ? [
          hint(
            `PIPEDRIVE_LEAD_FIELDS gives no place to ${missing.join(', ')}: they stand in the note`,
            'Run `jivochat-crm setup pipedrive`',
          ),
        ]
      : []),
  ];
}
