import { startSalesforceWorld } from '../../../test/e2e/salesforce/world';
import { activity, CALL, DEAL, dayOfCall, type CrmPictures } from './drawn-crm';

export const pictures: CrmPictures = {
  async open(env) {
    const world = await startSalesforceWorld({ env });
    const { salesforce } = world;
    const { faults } = salesforce;
    const seeded = new Set<string>();
    return {
      ...world,
      isPlain: true,
      seed({ first: FirstName, last: LastName, email: Email, phone: Phone, company, isCustomer }) {
        const OwnerId = salesforce.userId('anna@example.com');
        const person = { FirstName, LastName, Email, Phone, OwnerId };
        if (!isCustomer) {
          salesforce.seed('Lead', { ...person, Company: company ?? 'Kim & Co' });
          return;
        }
        const AccountId = salesforce.seed('Account', { Name: company ?? '' });
        const ContactId = salesforce.seed('Contact', { ...person, AccountId });
        const { name: Name, amount: Amount } = DEAL;
        const deal = {
          Name,
          Amount,
          StageName: 'Proposal/Price Quote',
          CloseDate: '2030-01-31',
          IsClosed: false,
        };
        const OpportunityId = salesforce.seed('Opportunity', { ...deal, AccountId });
        salesforce.seed('OpportunityContactRole', { OpportunityId, ContactId, IsPrimary: true });
        const call = { Subject: CALL, TaskSubtype: 'Call', Status: 'Completed', IsClosed: true };
        seeded.add(
          salesforce.seed('Task', { ...call, WhoId: ContactId, OwnerId, ActivityDate: dayOfCall() }),
        );
      },
      fail(how) {
        const body = [
          { errorCode: 'API_DISABLED_FOR_ORG', message: 'API is not enabled for this Organization' },
        ];
        if (how === 'down') faults.add({ kind: 'server-unavailable', times: Infinity });
        else faults.add({ kind: 'answer', status: 403, body, times: Infinity });
      },
      mend: () => faults.clear(),
      activities: () =>
        salesforce
          .tasks()
          .filter(({ id }) => !seeded.has(id))
          .map(({ fields }) => activity(fields.Subject, fields.Description)),
    };
  },
};
