import { SANDBOX_TOKEN } from '../../../emulators/pipedrive';
import { startPipedriveWorld } from '../../../test/e2e/pipedrive/world';
import { activity, CALL, DEAL, dayOfCall, type CrmPictures } from './drawn-crm';

const ANNA = 1001;

export const pictures: CrmPictures = {
  // Its notes are those of the first CRM, without colours of their own.
  only: ['known customer', 'offline message', 'phone only, a call'],
  async open(env) {
    const world = await startPipedriveWorld({ env: { ...env, PIPEDRIVE_DEFAULT_OWNER: 'anna@example.com' } });
    const { pipedrive } = world;
    const { faults, state } = pipedrive;
    const seeded = new Set<number>();
    const post = async (path: string, body: object): Promise<number> => {
      const headers = { 'x-api-token': SANDBOX_TOKEN, 'content-type': 'application/json' };
      const url = `${world.env.PIPEDRIVE_BASE_URL}/api/v2/${path}`;
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
      return ((await answer.json()) as { data: { id: number } }).data.id;
    };
    return {
      ...world,
      async seed({ first, last, email, phone, company, isCustomer }) {
        const only = (value: string) => [{ value, primary: true, label: 'work' }];
        const org_id = company ? await post('organizations', { name: company }) : undefined;
        const person = { name: `${first} ${last}`, emails: only(email), phones: only(phone), owner_id: ANNA };
        const person_id = await post('persons', { ...person, org_id });
        if (!isCustomer) return;
        const { name: title, amount: value } = DEAL;
        await post('deals', { title, value, currency: 'EUR', person_id, stage_id: 2 });
        const participants = [{ person_id, primary: true }];
        const call = { subject: CALL, type: 'call', done: true, due_date: dayOfCall(), owner_id: ANNA };
        seeded.add(await post('activities', { ...call, participants }));
      },
      fail(how) {
        if (how === 'down') faults.add({ kind: 'server-error', status: 503, times: Infinity });
        else faults.add({ kind: 'answer', status: 403, body: { success: false }, times: Infinity });
      },
      mend: () => faults.clear(),
      activities: () => [
        ...state.notes.map(({ content }) => activity('', content)),
        ...state.activities
          .filter(({ id }) => !seeded.has(id))
          .map(({ subject, note }) => activity(subject, note)),
      ],
    };
  },
};
