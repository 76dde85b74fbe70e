import { LEAD, startOrg } from '../org';

/** An org with three leads to ask for: Tom Clifton, Zoe and ada, who is converted. */
export async function startOrgWithLeads() {
  const org = await startOrg();
  const { salesforce } = org;
  salesforce.defineField('Lead', { name: 'Key__c', unique: true, externalId: true, caseSensitive: true });
  salesforce.seed('Lead', {
    ...LEAD,
    FirstName: 'Tom',
    Email: 'Tom@Example.com',
    Phone: '+1 415 555-0100',
    Key__c: 'Ab',
  });
  salesforce.seed('Lead', {
    LastName: 'Zoe',
    Company: 'B%r',
    Email: 'zoe@example.com',
    NumberOfEmployees: 5,
  });
  salesforce.seed('Lead', { LastName: 'ada', Company: 'Bar', NumberOfEmployees: 50, IsConverted: true });
  return org;
}
