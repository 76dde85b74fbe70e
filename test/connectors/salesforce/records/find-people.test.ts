import { setImmediate as turn } from 'node:timers/promises';
import type { SalesforceContext } from '../../../../connectors/salesforce/context';
import { definition } from '../../../../connectors/salesforce/definition';
import { findPeople } from '../../../../connectors/salesforce/records/find-people';

const ACCOUNT = {
  SALESFORCE_LOGIN_URL: 'https://acme.my.salesforce.com',
  SALESFORCE_CLIENT_ID: 'id',
  SALESFORCE_CLIENT_SECRET: 'secret',
};

it('has an eye on a search that fails before the memory is read', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', note);
  const settings = definition.settings.read(ACCOUNT, 'SALESFORCE_');
  const refused = new Error('refused');
  const memory = {
    get: async (name: string) => {
      // What is asked for last comes long after the answer of the CRM.
      for (let turns = name === 'phone-search-is-slow' ? 20 : 0; turns > 0; turns--) await turn();
      return undefined;
    },
    put: () => Promise.resolve(),
  };
  const context = { memory, api: { queries: () => Promise.reject(refused) }, settings };
  const phone = { e164: '+14155552671', national: '4155552671', spellings: ['4155552671'] };
  try {
    await expect(findPeople(context as unknown as SalesforceContext, { phone } as never)).rejects.toBe(
      refused,
    );
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
