import type { PipedriveEmulator } from '../../../../emulators/pipedrive';
import type { Deals } from '../deals';
import type { PipedriveApi } from './api';

export function pipedriveDeals(api: PipedriveApi, { settings }: PipedriveEmulator): Deals {
  return {
    wish: { pipeline: '1', stage: '2' },
    stageLabel: 'Contact made',
    currency: /EUR/,
    person: async () => {
      const { id } = await api.one('POST', 'v2/persons', { name: 'Deal' });
      return { type: 'person', id: String(id) };
    },
    async of({ id }) {
      const deals = await api.list(`v2/deals?person_id=${id}&limit=500`);
      return Promise.all(
        deals.map(async (deal) => ({
          id: String(deal.id),
          name: String(deal.title),
          notes: (await api.list(`v1/notes?deal_id=${deal.id}`)).length,
        })),
      );
    },
    async seed({ id }, title) {
      const deal = { title, person_id: Number(id), stage_id: 2, value: 1200, currency: 'EUR' };
      return String((await api.one('POST', 'v2/deals', deal)).id);
    },
    close: async (id) => void (await api.one('PATCH', `v2/deals/${id}`, { status: 'won' })),
    async logCall({ id }, ownerId, at, subject) {
      const [due_date, due_time] = new Date(at).toISOString().split(/[T.]/);
      const participants = [{ person_id: Number(id), primary: true }];
      const call = {
        subject,
        type: 'call',
        due_date,
        due_time,
        done: true,
        owner_id: Number(ownerId),
        participants,
      };
      await api.one('POST', 'v2/activities', call);
    },
    hide: () => void settings.hidden.add('deals'),
  };
}
