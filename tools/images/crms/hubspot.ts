import { startWorld } from '../../../test/e2e/hubspot/world';
import { activity, CALL, DEAL, dayOfCall, type CrmPictures } from './drawn-crm';

const ANNA = '41629779';

export const pictures: CrmPictures = {
  async open(env) {
    const world = await startWorld({ env: { HUBSPOT_DEFAULT_OWNER: 'anna@example.com', ...env } });
    const { hubspot } = world;
    const { faults } = hubspot;
    const seeded = new Set<string>();
    return {
      ...world,
      seed({ first, last, company, isCustomer, ...reach }) {
        const contact = hubspot.seedContact({
          ...{ ...reach, firstname: first, lastname: last, hubspot_owner_id: ANNA },
          ...(company && { company }),
          ...(isCustomer && { lifecyclestage: 'customer' }),
        });
        if (!isCustomer) return;
        const { name: dealname, amount } = DEAL;
        hubspot.seedDeal(contact, { dealname, amount: String(amount), deal_currency_code: 'EUR' });
        const call = {
          hs_timestamp: `${dayOfCall()}T10:00:00Z`,
          hubspot_owner_id: ANNA,
          hs_call_title: CALL,
        };
        const id = hubspot.seed('calls', call);
        hubspot.associate('calls', id, 'contacts', contact);
        seeded.add(id);
      },
      fail(how) {
        const body = { status: 'error', category: 'MISSING_SCOPES', message: 'missing' };
        if (how === 'down') faults.add({ kind: 'server-error', status: 503, times: Infinity });
        else faults.add({ kind: 'answer', status: 403, body, times: Infinity });
      },
      mend: () => faults.clear(),
      activities: () => [
        ...hubspot.notes().map(({ properties }) => activity('', properties.hs_note_body)),
        ...hubspot
          .tasks()
          .map(({ properties }) => activity(properties.hs_task_subject, properties.hs_task_body)),
        ...hubspot
          .calls()
          .filter(({ id }) => !seeded.has(id))
          .map(({ properties }) => activity(properties.hs_call_title, properties.hs_call_body)),
      ],
    };
  },
};
