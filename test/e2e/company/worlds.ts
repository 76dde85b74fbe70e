import type { Start } from './worlds/company-world';
import { hubspot } from './worlds/hubspot';
import { pipedrive } from './worlds/pipedrive';
import { salesforce } from './worlds/salesforce';

export type { CompanyWorld, FieldShape, OtherObject, SeenLead } from './worlds/company-world';

type Worlds = readonly (readonly [string, Start])[];

export const ALL_WORLDS: Worlds = [
  ['HubSpot', hubspot],
  ['Salesforce', salesforce],
  ['Pipedrive', pipedrive],
];

/** `npm run test:faults` plays what costs more with every CRM, `npm test` with two. */
export const COMPANY_WORLDS: Worlds = process.env.ALL_FAULTS ? ALL_WORLDS : ALL_WORLDS.slice(0, 2);
