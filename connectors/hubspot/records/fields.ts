import type { LeadFieldName } from '../../../leads/record';
import type { LeadFieldPlaces } from '../../shared/fields/lead-fields';

/** By what a person is reached and called (HubSpot docs: default contact properties). */
export const PERSON_PROPERTIES = [
  'email',
  'hs_additional_emails',
  'firstname',
  'lastname',
  'phone',
  'mobilephone',
] as const;

/** Standard contact properties we read. */
const STANDARD = [
  ...PERSON_PROPERTIES,
  'lifecyclestage',
  'hubspot_owner_id',
  'createdate',
  'lastmodifieddate',
  'company',
  'associatedcompanyid',
  'notes_last_updated',
  'notes_last_contacted',
  'hs_latest_meeting_activity',
] as const;

/** Our own properties, made by `setup`; every one of them may be missing in an account. */
export const LEAD_FIELD_PROPERTIES: Readonly<Record<LeadFieldName, string>> = {
  title: 'jivochat_title',
  source: 'jivochat_source',
  chatId: 'jivochat_chat_id',
  visitorKey: 'jivochat_visitor_key',
  page: 'jivochat_page',
  utm: 'jivochat_utm',
  place: 'jivochat_place',
  comment: 'jivochat_comment',
  lastChat: 'jivochat_last_chat',
};

/** Our unique property of notes, tasks and calls, made by `setup` and used when HUBSPOT_ACTIVITY_KEY names it. */
export const ACTIVITY_KEY = 'jivochat_key';

/** All of them. */
export const PLACES: LeadFieldPlaces = new Map(
  Object.entries(LEAD_FIELD_PROPERTIES) as [LeadFieldName, string][],
);

export function readProperties(replyFields: readonly (readonly [string, string])[]): string[] {
  return [
    ...new Set([
      ...STANDARD,
      ...Object.values(LEAD_FIELD_PROPERTIES),
      ...replyFields.map(([, property]) => property),
    ]),
  ];
}

/**
 * Which of our properties the account has, read off any contact that was asked for them: HubSpot leaves a requested
 * property out when it is not defined, and answers null when it has no value (HubSpot docs: Contacts guide, "Retrieve contacts").
 */
export function definedPlaces(properties: Readonly<Record<string, string | null>>): LeadFieldPlaces {
  return new Map([...PLACES].filter(([, property]) => Object.hasOwn(properties, property)));
}
