import { ACTIVITY_PROPERTIES } from './seed-activities';
import { CONTACT_PROPERTIES } from './seed-contacts';
import { SALES_PROPERTIES } from './seed-sales';
import type { HubSpotState, Owner } from '../records/state';

const MADE = '2024-01-15T09:00:00.000Z';

function owner(id: string, userId: number, email: string, firstName: string, lastName: string): Owner {
  return {
    id,
    email,
    type: 'PERSON',
    firstName,
    lastName,
    userId,
    userIdIncludingInactive: userId,
    createdAt: MADE,
    updatedAt: MADE,
    archived: false,
    teams: [{ id: '368389', name: 'Sales', primary: true }],
  };
}

/** One of the owners spells the address in mixed case, as people do; one has left the company. */
const OWNERS: Owner[] = [
  owner('41629779', 9_586_504, 'anna@example.com', 'Anna', 'Schmidt'),
  owner('41629780', 9_586_505, 'Boris@Example.com', 'Boris', 'Ivanov'),
  { ...owner('41629781', 9_586_506, 'carla@example.com', 'Carla', 'Gone'), archived: true, userId: null },
];

/** An account as HubSpot hands it out, with three owners and no custom properties. A fresh copy each time. */
export function defaultState(): HubSpotState {
  const properties = { contacts: CONTACT_PROPERTIES, ...ACTIVITY_PROPERTIES, ...SALES_PROPERTIES };
  return structuredClone({
    account: {
      portalId: 12_345_678,
      accountType: 'STANDARD' as const,
      timeZone: 'Europe/Berlin',
      companyCurrency: 'EUR',
      additionalCurrencies: [],
      utcOffset: '+01:00',
      utcOffsetMilliseconds: 3_600_000,
      uiDomain: 'app.hubspot.com',
      dataHostingLocation: 'na1',
    },
    owners: OWNERS,
    properties,
    groups: Object.fromEntries(
      Object.entries(properties).map(([type, definitions]) => [
        type,
        [...new Set(definitions.map(({ groupName }) => groupName))].map((name) => ({
          name,
          label: name,
          displayOrder: -1,
          archived: false,
        })),
      ]),
    ),
    rules: [],
    pipelines: [
      {
        objectType: 'deals',
        id: 'default',
        stages: [
          'appointmentscheduled',
          'qualifiedtobuy',
          'presentationscheduled',
          'decisionmakerboughtin',
          'contractsent',
          'closedwon',
          'closedlost',
        ],
      },
    ],
    records: [],
    associations: [],
    merged: {},
    nextId: 201,
  });
}
