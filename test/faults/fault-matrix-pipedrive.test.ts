import { stateDifference } from './kit/crm-state';
import { PIPEDRIVE } from './kit/crms';
import { faultMatrix } from './kit/fault-matrix';
import { record, runCell } from './kit/matrix';
import { scenarios } from './kit/scenarios';

faultMatrix(PIPEDRIVE, { oneIn: 61, scenariosOneIn: 6 });

it('a chat that ends while the table is away is noted at the lead that waits to be made', async () => {
  const scenario = scenarios().find(({ name }) => name === 'chat_finished')!;
  const { state } = await record(PIPEDRIVE, scenario);
  // The event's row, the chat's lease and the person's rows are asked for side by side.
  for (const nth of [1, 2, 3]) {
    const result = await runCell(PIPEDRIVE, { scenario, nth, store: 'refused' });
    expect([nth, stateDifference(result.state, state)]).toEqual([nth, []]);
  }
});
