import assert from 'node:assert/strict';
import type { Scenario } from '../scenario';

/** What the table remembers is bound to this: an id of one account is a stranger's in another. */
export const tenantScenarios: Scenario[] = [
  {
    name: 'tenant: the account has a number, asked for once',
    async run(kit) {
      const tenant = await kit.session().tenant();
      assert(tenant, 'the account is known');
      const requests = await kit.requestsOf(async () => {
        assert.equal(await kit.session().tenant(), tenant);
      });
      assert.equal(requests, 0);
    },
  },
  {
    name: 'tenant: another account has another number, and another credential',
    needs: ['otherAccount'],
    async run(kit) {
      const other = await kit.restarted({}, await kit.account.elsewhere!());
      const [here, there] = [await kit.session().tenant(), await other.session().tenant()];
      assert(here && there, 'both accounts are known');
      assert.notEqual(there, here);
      assert.notEqual(other.connector.credential, kit.connector.credential);
    },
  },
  {
    name: 'tenant: a new credential of the same account leads to the same number',
    needs: ['otherAccount'],
    async run(kit) {
      const here = await kit.session().tenant();
      const rotated = await kit.restarted({}, kit.account.rotated!());
      assert.equal(await rotated.session().tenant(), here);
    },
  },
  {
    name: 'tenant: the fingerprint of the credential does not give the credential away',
    run(kit) {
      const { credential } = kit.connector;
      assert.match(credential, /^[\w-]{8,64}$/);
      for (const value of Object.values(kit.account.env)) {
        assert(!value || !credential.includes(value), 'no variable stands in it');
      }
      return Promise.resolve();
    },
  },
];
