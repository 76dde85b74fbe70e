import { SALESFORCE_SHAPES } from '../../../conformance/accounts/salesforce/own-fields';
import { startSalesforceWorld } from '../../salesforce/world';
import { countOf, startWith, type Start } from './company-world';

const SALESFORCE_OBJECTS = { deal: 'Opportunity', task: 'Task', note: 'Task', company: 'Account' } as const;

export const salesforce: Start = async (file, env) => {
  const { world, common } = await startWith(startSalesforceWorld, file, env);
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const ownerLogin = (id: unknown) => {
    const user = world.salesforce.list('User').find((each) => each.id === id);
    return text(user?.fields.Email)?.toLowerCase();
  };
  const seedCallOf = (WhoId: string) => {
    const ActivityDate = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    const OwnerId = world.salesforce.userId('anna@example.com');
    const call = { Subject: 'Call: prices', TaskSubtype: 'Call', Status: 'Completed', IsClosed: true };
    world.salesforce.seed('Task', { ...call, WhoId, ActivityDate, OwnerId });
  };
  return {
    account: 'salesforce',
    object: 'lead',
    ...common,
    leads: () =>
      world.salesforce.leads().map(({ id, fields }) => ({
        id,
        email: text(fields.Email),
        owner: ownerLogin(fields.OwnerId),
        source: text(fields.LeadSource),
        fields,
      })),
    notes: () =>
      world.salesforce
        .tasks()
        .filter(({ fields }) => fields.Status === 'Completed')
        .map(({ fields }) => text(fields.Description) ?? ''),
    tasks: () =>
      world.salesforce
        .tasks()
        .filter(({ fields }) => fields.Status !== 'Completed')
        .map(({ fields }) => ({
          subject: text(fields.Subject) ?? '',
          priority: text(fields.Priority)?.toLowerCase(),
          dueAt: text(fields.ActivityDate) ?? '',
          text: text(fields.Description) ?? '',
        })),
    lowPriority: { priority: 'low' },
    name: (field) => `${field}__c`,
    call(label) {
      const name = `${label}__c`;
      world.salesforce.defineField('Lead', {
        name,
        label,
        custom: true,
        type: 'string',
        length: 255,
      } as never);
      return name;
    },
    held: (object) =>
      world.salesforce
        .list(SALESFORCE_OBJECTS[object])
        .map(({ fields }) => fields)
        .filter(({ Status }) => object !== 'note' || Status === 'Completed')
        .filter(({ Status }) => object !== 'task' || Status !== 'Completed'),
    define(name, kind, object) {
      const shapes = {
        ...SALESFORCE_SHAPES,
        unique: { ...SALESFORCE_SHAPES.text, externalId: true, unique: true },
      };
      const type = object ? SALESFORCE_OBJECTS[object] : 'Lead';
      world.salesforce.defineField(type, { name, label: name, custom: true, ...shapes[kind] } as never);
    },
    seed: (values) => world.salesforce.seed('Lead', { LastName: 'Seeded', Company: 'Acme', ...values }),
    seedCustomer(Email, Name) {
      const ContactId = world.salesforce.seed('Contact', { LastName: 'Customer', Email });
      if (!Name) return;
      const OpportunityId = world.salesforce.seed('Opportunity', {
        ...{ Name, StageName: 'Qualification', CloseDate: '2030-01-31', Amount: 1_200, IsClosed: false },
      });
      world.salesforce.seed('OpportunityContactRole', { OpportunityId, ContactId, IsPrimary: true });
      seedCallOf(ContactId);
    },
    seedCall(email) {
      const contact = world.salesforce.list('Contact').find(({ fields }) => fields.Email === email)!;
      seedCallOf(contact.id);
    },
    seedAtCompany(Email, fields) {
      const AccountId = world.salesforce.seed('Account', { Name: 'Acme', ...fields });
      world.salesforce.seed('Contact', { LastName: 'Works', Email, AccountId });
    },
    dealStage: 'Qualification',
    dealRequests: () => countOf(world.salesforce.requests, /Opportunity/),
    deals: () =>
      world.salesforce.list('Opportunity').map(({ id, fields }) => ({
        stage: text(fields.StageName) ?? '',
        activities: world.salesforce.tasks().filter((task) => task.fields.WhatId === id).length,
      })),
    dealFields: (index) => world.salesforce.list('Opportunity')[index]!.fields,
    restrictStages: () =>
      world.salesforce.changeField('Opportunity', 'StageName', { restrictedPicklist: true }),
  };
};
