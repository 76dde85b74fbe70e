import type { CheckQuestion, Finding } from '../../admin';
import { amongFindings, replyFieldFindings, stageFindings } from '../../shared/admin/checks';
import { leadFieldsToMake } from '../../shared/admin/lead-fields';
import { listedOwnerFindings, type OwnerWords } from '../../shared/owners/check-owners';
import { hint, wrong } from '../../shared/findings';
import type { PipedriveApi } from '../api/client';
import { isUnknownCredential } from '../api/credential';
import { idOf, objectsOf } from '../api/json';
import { V1, V2 } from '../api/version';
import { definition, type PipedriveSettings } from '../definition';
import { readUsers } from '../records/owners';
import { ifAllowed, readMe, readPersonFields, readPipelines, type PersonField } from './company';

const OWNER_WORDS: OwnerWords = {
  crm: definition,
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
  return listedOwnerFindings(OWNER_WORDS, settings, logins, users);
}

async function checkTypes(api: PipedriveApi, { taskType, callType }: PipedriveSettings): Promise<Finding[]> {
  const types = await ifAllowed(api.get(`${V1}/activityTypes`));
  if (types === undefined) return [];
  const active = objectsOf(types).filter(({ active_flag }) => active_flag !== false);
  const known = active.map(({ key_string }) => String(key_string));
  const wanted = { PIPEDRIVE_TASK_TYPE: taskType, PIPEDRIVE_CALL_TYPE: callType };
  return Object.entries(wanted).flatMap(([name, type]) =>
    amongFindings(name, type, known, 'is no activity type'),
  );
}

async function checkTitleObject(api: PipedriveApi, settings: PipedriveSettings): Promise<Finding[]> {
  const { titleObject, leadLabel, dealPipeline: pipeline, dealStage: stage, channel } = settings;
  const findings: Finding[] = [];
  if (titleObject === 'lead') {
    const labels = await ifAllowed(api.get(`${V1}/leadLabels`));
    if ((await ifAllowed(api.get(`${V1}/leads`, { limit: 1 }))) === undefined)
      findings.push(
        wrong(
          'The company has no leads, or the token may not see them',
          'Set PIPEDRIVE_TITLE_OBJECT to person or deal',
        ),
      );
    if (labels) findings.push(...amongFindings('PIPEDRIVE_LEAD_LABEL', leadLabel, idsOf(labels)));
  }
  if (titleObject === 'deal') {
    const names = { pipeline: 'PIPEDRIVE_DEAL_PIPELINE', stage: 'PIPEDRIVE_DEAL_STAGE' };
    findings.push(...stageFindings(await readPipelines(api), { pipeline, stage }, names));
  }
  const fields = channel ? await ifAllowed(api.list(`${V2}/dealFields`, {})) : undefined;
  const channels = fields?.find(({ field_code }) => field_code === 'channel')?.options;
  return [...findings, ...(fields ? amongFindings('PIPEDRIVE_CHANNEL', channel, idsOf(channels)) : [])];
}

function idsOf(answer: unknown): string[] {
  return objectsOf(answer).flatMap(({ id }) => idOf(id) ?? []);
}

const OWN_PATHS = /^(organization(\.\w+)?|open_deals|name|email|phone|\w+_time)$/;

function checkFields(
  fields: readonly PersonField[],
  { leadFields, replyFields }: PipedriveSettings,
): Finding[] {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const unplaced = leadFieldsToMake('person').flatMap(({ field }) => (leadFields.has(field) ? [] : field));
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
  const unknown = replyFieldFindings(
    'PIPEDRIVE_REPLY_FIELDS',
    replyFields.filter(([, name]) => !OWN_PATHS.test(name) && !byKey.has(name)),
    'persons have no such field',
    'Take the key from Settings → Data fields → Copy API key',
  );
  if (unplaced.length === 0) return [...placed, ...unknown];
  const what = `PIPEDRIVE_LEAD_FIELDS gives no place to ${unplaced.join(', ')}: they stand in the note`;
  return [...placed, ...unknown, hint(what, 'Run `jivochat-crm setup pipedrive`')];
}
