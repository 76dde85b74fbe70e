import type { CheckQuestion, Finding } from '../../admin';
import { amongFindings, replyFieldFindings, stageFindings } from '../../shared/admin/checks';
import { leadFieldsToMake } from '../../shared/admin/lead-fields';
import { listedOwnerFindings, type OwnerWords } from '../../shared/owners/check-owners';
import { findingsOf, hint, wrong } from '../../shared/findings';
import type { PipedriveApi } from '../api/client';
import { isUnknownCredential } from '../api/credential';
import { idOf, objectsOf, textOf, type Json } from '../api/json';
import { V1, V2 } from '../api/version';
import { definition, type PipedriveSettings } from '../definition';
import { readUsers } from '../records/owners';
import { ifAllowed, readPersonFields, readPipelines, readUser } from './company';

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
  const { company } = settings;
  const me = await readUser(api).catch((error: unknown) => {
    if (isUnknownCredential(error)) return undefined;
    throw error;
  });
  if (!me) return [{ ...(settings.apiToken ? WRONG_TOKEN : WRONG_APP), credential: true }];
  const [users, fields] = [await ifAllowed(readUsers(api)), await readPersonFields(api)];
  return findingsOf(
    !me.isAdmin &&
      hint(
        'The token’s user is no administrator: agents are not shown as the authors of notes',
        'Nothing to do',
      ),
    company !== me.domain &&
      wrong(
        `PIPEDRIVE_COMPANY is ${company}, and the token is of ${me.domain}`,
        `Set PIPEDRIVE_COMPANY=${me.domain}, or take a token of ${company}`,
      ),
    users
      ? listedOwnerFindings(OWNER_WORDS, settings, logins, users)
      : hint('The token may not see the users; owners are not checked', LET_SEE),
    await checkTypes(api, settings),
    await checkTitleObject(api, settings),
    fields
      ? checkFields(fields, settings)
      : hint('The token may not see the fields; they are not checked', LET_SEE),
  );
}

const LET_SEE = 'Let its user see them';
const WRONG_TOKEN = wrong(
  'Pipedrive does not know PIPEDRIVE_API_TOKEN: it is wrong, or a newer one took its place',
  'Personal preferences → API: copy the token',
);
const WRONG_APP = wrong(
  'Pipedrive does not know the private app: its client id, secret or refresh token is wrong or has ended',
  'Compare PIPEDRIVE_CLIENT_ID and PIPEDRIVE_CLIENT_SECRET; install the app anew for another PIPEDRIVE_REFRESH_TOKEN',
);

async function checkTypes(api: PipedriveApi, { taskType, callType }: PipedriveSettings): Promise<Finding[]> {
  const types = await ifAllowed(api.get(`${V1}/activityTypes`));
  const active = objectsOf(types).filter(({ active_flag }) => active_flag !== false);
  const known = types === undefined ? undefined : active.map(({ key_string }) => String(key_string));
  const wanted = { PIPEDRIVE_TASK_TYPE: taskType, PIPEDRIVE_CALL_TYPE: callType };
  return Object.entries(wanted).flatMap(([name, type]) =>
    amongFindings(name, type, known, 'is no activity type'),
  );
}

async function checkTitleObject(api: PipedriveApi, settings: PipedriveSettings): Promise<Finding[]> {
  const { titleObject, leadLabel, dealPipeline: pipeline, dealStage: stage, channel } = settings;
  const labels = titleObject === 'lead' ? await ifAllowed(api.get(`${V1}/leadLabels`)) : undefined;
  const leads = titleObject === 'lead' ? await ifAllowed(api.get(`${V1}/leads`, { limit: 1 })) : [];
  const pipelines = titleObject === 'deal' ? await readPipelines(api) : undefined;
  const dealFields = channel ? await ifAllowed(api.list(`${V2}/dealFields`, {})) : undefined;
  const channels = dealFields?.find(({ field_code }) => field_code === 'channel')?.options;
  const names = { pipeline: 'PIPEDRIVE_DEAL_PIPELINE', stage: 'PIPEDRIVE_DEAL_STAGE' };
  return findingsOf(
    leads === undefined &&
      wrong(
        'The company has no leads, or the token may not see them',
        'Set PIPEDRIVE_TITLE_OBJECT to person or deal',
      ),
    amongFindings('PIPEDRIVE_LEAD_LABEL', leadLabel, labels === undefined ? undefined : idsOf(labels)),
    stageFindings(pipelines, { pipeline, stage }, names),
    amongFindings('PIPEDRIVE_CHANNEL', channel, dealFields && idsOf(channels)),
  );
}

function idsOf(answer: unknown): string[] {
  return objectsOf(answer).flatMap(({ id }) => idOf(id) ?? []);
}

const TAKES_TEXT = ['varchar', 'varchar_auto', 'text'];
const SETUP = 'Run `jivochat-crm setup pipedrive`';
const OWN_PATHS = /^(organization(\.\w+)?|open_deals|name|email|phone|\w+_time)$/;

function checkFields(fields: readonly Json[], { leadFields, replyFields }: PipedriveSettings): Finding[] {
  const byKey = new Map(fields.map((field) => [field.field_code, field]));
  const unplaced = leadFieldsToMake('person').flatMap(({ field }) => (leadFields.has(field) ? [] : field));
  return findingsOf(
    [...leadFields].map(([name, key]) => {
      const type = textOf(byKey.get(key)?.field_type);
      const takes = type && (TAKES_TEXT.includes(type) || (name === 'lastChat' && type === 'date'));
      const why = type === undefined ? 'does not exist' : `is of type ${type}`;
      return (
        !takes &&
        wrong(
          `PIPEDRIVE_LEAD_FIELDS gives ${name} to ${key}, which ${why}`,
          `${SETUP} and take over what it prints`,
        )
      );
    }),
    replyFieldFindings(
      'PIPEDRIVE_REPLY_FIELDS',
      replyFields.filter(([, name]) => !OWN_PATHS.test(name) && !byKey.has(name)),
      'persons have no such field',
      'Take the key from Settings → Data fields → Copy API key',
    ),
    unplaced.length > 0 &&
      hint(`PIPEDRIVE_LEAD_FIELDS gives no place to ${unplaced.join(', ')}: they stand in the note`, SETUP),
  );
}
