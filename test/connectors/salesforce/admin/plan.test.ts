import { wantedOf, type ExistingFields } from '../../../../connectors/salesforce/admin/plan';
import { wantedFields } from '../../../../connectors/salesforce/admin/wanted';
import { planOf } from '../../../../connectors/shared/admin/wanted';
import { definition } from '../../../../connectors/salesforce/definition';

const SETTINGS = {
  SALESFORCE_LOGIN_URL: 'https://acme.my.salesforce.com',
  SALESFORCE_CLIENT_ID: 'id',
  SALESFORCE_CLIENT_SECRET: 'secret',
};
const wanted = (env = {}) => wantedFields(definition.settings.read({ ...SETTINGS, ...env }, 'SALESFORCE_'));
const ONE = wanted().filter(({ object, leadField }) => object === 'Lead' && leadField === 'visitorKey');
const KEY = 'lead.jivochat_visitor_key__c';
const UNIQUE = { externalId: true, unique: true, updateable: true };
const FIELD = 'field Lead.JivoChat_Visitor_Key__c (External ID, Unique)';
const SET = 'permission set JivoChat_CRM';
const GRANT = 'access to Lead.JivoChat_Visitor_Key__c';
const ASSIGNMENT = 'permission set JivoChat_CRM for the integration user';

interface Case {
  case: string;
  has: Partial<ExistingFields>;
  steps: string[];
  problems?: string[];
}

describe('what setup would make', () => {
  it.each<Case>([
    { case: 'nothing there', has: {}, steps: [FIELD, SET, GRANT, ASSIGNMENT] },
    {
      case: 'the field is there and nobody sees it',
      has: { made: new Set([KEY]) },
      steps: [SET, GRANT, ASSIGNMENT],
    },
    {
      case: 'it may be read only',
      has: { made: new Set([KEY]), visible: new Map([[KEY, { ...UNIQUE, updateable: false }]]) },
      steps: [SET, GRANT, ASSIGNMENT],
    },
    {
      case: 'an earlier run was cut off before the assignment',
      has: { made: new Set([KEY]), permissionSet: { assigned: false, grants: new Set([KEY]) } },
      steps: [ASSIGNMENT],
    },
    {
      case: 'an earlier run was cut off before the access',
      has: { made: new Set([KEY]), permissionSet: { assigned: true, grants: new Set() } },
      steps: [GRANT],
    },
    { case: 'all is there', has: { made: new Set([KEY]), visible: new Map([[KEY, UNIQUE]]) }, steps: [] },
    {
      case: 'it is there, and takes a value twice',
      has: { visible: new Map([[KEY, { ...UNIQUE, unique: false }]]) },
      steps: [],
      problems: ['The field Lead.JivoChat_Visitor_Key__c is not Unique'],
    },
    {
      case: 'it is an ordinary field',
      has: { visible: new Map([[KEY, { ...UNIQUE, unique: false, externalId: false }]]) },
      steps: [],
      problems: ['The field Lead.JivoChat_Visitor_Key__c is not an External ID and Unique'],
    },
  ])('$case', ({ has, steps, problems = [] }) => {
    const nothing = () => Promise.reject(new Error('a plan makes nothing'));
    const api = { create: nothing, query: nothing };
    const existing = { made: new Set<string>(), visible: new Map(), ...has };
    const plan = planOf(wantedOf(api, '005', ONE, existing), () => '');
    expect(plan.steps.map(({ what }) => what)).toEqual(steps);
    expect(plan.problems.map(({ what }) => what)).toEqual(problems);
  });
});

it('fields the settings name keep their names', () => {
  const fields = wanted({
    SALESFORCE_EXTERNAL_ID_FIELD: 'Visitor__c',
    SALESFORCE_FACT_FIELDS: 'utm=Campaign_Marks__c',
  });
  const names = fields.filter(({ object }) => object === 'Lead').map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Visitor__c', 'Campaign_Marks__c', 'JivoChat_Page__c']));
});
