import { stateDifference } from './kit/crm-state';
import { PIPEDRIVE } from './kit/crms';
import { faultMatrix } from './kit/fault-matrix';
import { record, runCell } from './kit/matrix';
import { scenarios } from './kit/scenarios';

faultMatrix(PIPEDRIVE, { scenariosOneIn: 6, from: 5 });

it.each(['chat_finished', 'offline_message, known'])(
  '%s, while the table is away: it is tied to the lead that waits to be made, or not, as with the table',
  async (kind) => {
    const scenario = scenarios().find(({ name }) => name === kind)!;
    const { state } = await record(PIPEDRIVE, scenario);
    // The event's row, the chat's lease and the person's rows are asked for side by side.
    for (const nth of [1, 2, 3, 4]) {
      const result = await runCell(PIPEDRIVE, { scenario, nth, store: 'refused' });
      expect([nth, stateDifference(result.state, state)]).toEqual([nth, []]);
    }
  },
);
