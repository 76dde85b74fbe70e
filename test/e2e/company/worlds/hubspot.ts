import { HUBSPOT_SHAPES } from '../../../conformance/accounts/hubspot/own-fields';
import { startWorld } from '../../hubspot/world';
import { countOf, startWith, type Start } from './company-world';

const HUBSPOT_OBJECTS = { deal: 'deals', task: 'tasks', note: 'notes', company: 'companies' } as const;

export const hubspot: Start = async (file, env) => {
  const { world, common } = await startWith(startWorld, file, env);
  const ownerLogin = (id: string | undefined) =>
    world.hubspot.state.owners.find((owner) => owner.id === id)?.email.toLowerCase();
  return {
    account: 'hubspot',
    object: 'contact',
    ...common,
    leads: () =>
      world.hubspot.contacts().map(({ id, properties }) => ({
        id,
        email: properties.email,
        owner: ownerLogin(properties.hubspot_owner_id),
        source: properties.jivochat_source,
        fields: properties,
      })),
    notes: () => world.hubspot.notes().map(({ properties }) => properties.hs_note_body ?? ''),
    tasks: () =>
      world.hubspot.list('tasks').map(({ properties }) => ({
        subject: properties.hs_task_subject ?? '',
        priority: properties.hs_task_priority?.toLowerCase(),
        dueAt: properties.hs_timestamp ?? '',
        text: properties.hs_task_body ?? '',
      })),
    lowPriority: { priority: 'low' },
    name: (field) => field,
    call(label) {
      world.hubspot.defineProperty('contacts', { name: label });
      return label;
    },
    held: (object) => world.hubspot.list(HUBSPOT_OBJECTS[object]).map(({ properties }) => properties),
    define(name, kind, object) {
      const shapes = { ...HUBSPOT_SHAPES, integer: HUBSPOT_SHAPES.number, unique: { hasUniqueValue: true } };
      world.hubspot.defineProperty(object ? HUBSPOT_OBJECTS[object] : 'contacts', {
        name,
        ...shapes[kind],
      } as never);
    },
    seed: (values) => world.hubspot.seedContact(values),
    seedCustomer(email, deal) {
      const contact = world.hubspot.seedContact({ email });
      if (deal)
        world.hubspot.seedDeal(contact, { dealname: deal, amount: '1200', deal_currency_code: 'EUR' });
    },
    seedCall(email) {
      const contact = world.hubspot.contacts().find(({ properties }) => properties.email === email)!;
      const hs_timestamp = new Date(Date.now() - 3 * 86_400_000).toISOString();
      const call = { hs_timestamp, hubspot_owner_id: '41629779', hs_call_title: 'Call: prices' };
      world.hubspot.associate('calls', world.hubspot.seed('calls', call), 'contacts', contact.id);
    },
    seedAtCompany(email, fields) {
      const contact = world.hubspot.seedContact({ email });
      const company = world.hubspot.seed('companies', { name: 'Acme', ...fields });
      world.hubspot.associate('contacts', contact, 'companies', company);
    },
    dealStage: 'appointmentscheduled',
    dealRequests: () => countOf(world.hubspot.requests, /deals/),
    deals: () =>
      world.hubspot.list('deals').map(({ properties, associations }) => ({
        stage: properties.dealstage ?? '',
        activities: [associations.notes, associations.calls].flatMap((ids) => ids ?? []).length,
      })),
    dealFields: (index) => world.hubspot.list('deals')[index]!.properties,
    restrictStages: () => undefined,
  };
};
