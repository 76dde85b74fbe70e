import { createHash } from 'node:crypto';
import { PIPEDRIVE_TYPES, redOrGreen } from '../../../conformance/accounts/pipedrive/own-fields';
import { startPipedriveWorld } from '../../pipedrive/world';
import { countOf, startWith, type CompanyWorld, type Start } from './company-world';

/** Forty hexadecimal characters, as Pipedrive has them. */
const hash = (field: string) => createHash('sha1').update(field).digest('hex');

export const pipedrive: Start = async (file, env) => {
  const { world, common } = await startWith(startPipedriveWorld, file, env);
  const { state } = world.pipedrive;
  const ownerLogin = (id: number) => state.users.find((user) => user.id === id)?.email.toLowerCase();
  const opened: CompanyWorld = {
    account: 'pipedrive',
    object: 'person',
    ...common,
    leads: () =>
      world.pipedrive.persons().map((person) => ({
        id: String(person.id),
        email: person.emails[0]?.value,
        owner: ownerLogin(person.owner_id),
        fields: { ...person, ...person.custom_fields },
      })),
    notes: () => state.notes.map(({ content }) => content),
    tasks: () =>
      state.activities
        .filter(({ done }) => !done)
        .map(({ subject, due_date, note }) => ({ subject, dueAt: due_date ?? '', text: note ?? '' })),
    lowPriority: {},
    name: hash,
    call: (label) => world.pipedrive.defineField(label.replace('_', ' ').toUpperCase()).field_code,
    held(object) {
      const records = {
        deal: state.deals,
        company: state.organizations,
        note: state.notes,
        task: state.activities,
      };
      return records[object].map((record) => ({
        ...record,
        ...('custom_fields' in record ? record.custom_fields : {}),
      }));
    },
    define(name, kind, object) {
      const types = {
        ...PIPEDRIVE_TYPES,
        unique: 'varchar',
        integer: 'double',
        boolean: 'enum',
        datetime: 'date',
      } as const;
      const list =
        object === 'deal' ? state.dealFields : object === 'company' ? state.organizationFields : undefined;
      const field = world.pipedrive.defineField(name, types[kind], list);
      field.field_code = name;
      if (field.options) field.options = redOrGreen();
    },
    seedCustomer(email, title) {
      const person_id = Number(opened.seed({ email }));
      const deal = { title, person_id, stage_id: 2, value: 1_200, currency: 'EUR' };
      if (title) world.pipedrive.seedDeal(deal);
    },
    seedCall(email) {
      const person = state.persons.find(({ emails }) => emails.some(({ value }) => value === email))!;
      const [due_date] = new Date(Date.now() - 3 * 86_400_000).toISOString().split('T');
      const { add_time, update_time, written } = person;
      state.activities.push({
        ...{ id: 80_000 + state.activities.length, add_time, update_time, written, is_deleted: false },
        ...{ person_id: person.id, deal_id: null, lead_id: null, org_id: null, note: null },
        ...{ subject: 'Call: prices', type: 'call', owner_id: state.users[0]!.id, done: true },
        ...{ due_date: due_date!, due_time: null, duration: null, marked_as_done_time: null },
      });
    },
    seedAtCompany(email, custom_fields) {
      opened.seed({ email });
      const person = state.persons.at(-1)!;
      const { add_time, update_time, written, owner_id } = person;
      const at = { add_time, update_time, written, owner_id, is_deleted: false };
      state.organizations.push({ id: 60_000, name: 'Acme', custom_fields, ...at });
      person.org_id = 60_000;
    },
    dealStage: '2',
    dealRequests: () => countOf(world.pipedrive.requests, /deals/),
    deals: () =>
      world.pipedrive.deals().map(({ id, stage_id }) => ({
        stage: String(stage_id),
        activities: [...state.notes, ...state.activities].filter((one) => one.deal_id === id).length,
      })),
    dealFields: (index) => ({ ...world.pipedrive.deals()[index] }),
    restrictStages: () => undefined,
    seed({ email, name = 'Seeded', ...custom_fields }) {
      const id = 70_000 + state.persons.length;
      const at = new Date(0).toISOString();
      state.persons.push({
        id,
        name,
        custom_fields,
        emails: email ? [{ value: email, primary: true, label: 'work' }] : [],
        phones: [],
        org_id: null,
        owner_id: state.users[0]!.id,
        visible_to: 3,
        label_ids: [],
        marketing_status: 'no_consent',
        is_deleted: false,
        add_time: at,
        update_time: at,
        written: 0,
      });
      return String(id);
    },
  };
  return opened;
};
