import assert from 'node:assert/strict';
import type { Scenario } from '../scenario';

const NOBODY = 'nobody-at-all@example.com';

export const ownerScenarios: Scenario[] = [
  {
    name: 'owner: the user with the agent’s login, however it is spelt',
    async run(kit) {
      for (const user of kit.account.users) {
        const owner = await kit.owner([user.login.toLowerCase()]);
        assert.equal(owner?.id, user.id);
      }
    },
  },
  {
    name: 'owner: the first login that is a user',
    needs: ['secondOwner'],
    async run(kit) {
      const [first, second] = kit.account.users;
      const logins = [NOBODY, second!.login, first.login].map((login) => login.toLowerCase());
      assert.equal((await kit.owner(logins))?.id, second!.id);
    },
  },
  {
    name: 'owner: nobody with that login and no default is nobody',
    async run(kit) {
      assert.equal(await kit.owner([NOBODY]), undefined);
      assert.equal(await kit.owner([]), undefined);
    },
  },
  {
    name: 'owner: else the default, given as a login or as an id',
    async run(kit) {
      const [user] = kit.account.users;
      for (const given of [user.login, user.login.toUpperCase(), user.id]) {
        const configured = await kit.restarted({ DEFAULT_OWNER: given });
        assert.equal((await configured.owner([NOBODY]))?.id, user.id, `default owner ${given}`);
        assert.equal((await configured.owner([]))?.id, user.id);
      }
    },
  },
  {
    name: 'owner: the agent’s login goes before the default',
    needs: ['secondOwner'],
    async run(kit) {
      const [first, second] = kit.account.users;
      const configured = await kit.restarted({ DEFAULT_OWNER: second!.login });
      assert.equal((await configured.owner([first.login.toLowerCase()]))?.id, first.id);
    },
  },
  {
    name: 'owner: a user who has left owns nothing',
    needs: ['formerOwner'],
    async run(kit) {
      const login = kit.account.formerUser!.login.toLowerCase();
      assert.equal(await kit.owner([login]), undefined);
      const [user] = kit.account.users;
      const configured = await kit.restarted({ DEFAULT_OWNER: user.login });
      assert.equal((await configured.owner([login]))?.id, user.id);
    },
  },
  {
    name: 'owner: a draft that names a user who has left is saved without him',
    needs: ['formerOwner'],
    async run(kit) {
      const visitor = kit.visitor();
      const former = kit.account.formerUser!.id;
      const created = await kit.session().create(visitor.draft(former));
      assert(created.outcome === 'created');
      assert.notEqual((await kit.seen(created.record.ref)).ownerId, former);
    },
  },
  {
    name: 'owner: the name of somebody asked for before costs no request',
    async run(kit) {
      const [user] = kit.account.users;
      const owner = await kit.owner([user.login.toLowerCase()]);
      assert(owner?.name, 'an owner has a name');
      const requests = await kit.requestsOf(async () => {
        assert.equal(await kit.session().ownerName(user.id), owner.name);
      });
      assert.equal(requests, 0);
    },
  },
  {
    name: 'owner: whose client a known person is can be said before any owner was asked for',
    async run(kit) {
      const [user] = kit.account.users;
      const expected = (await kit.owner([user.login.toLowerCase()]))?.name;
      const ref = await kit.account.seed({ last: kit.tag(), ownerId: user.id });
      const cold = await kit.restarted();
      const { ownerId } = await cold.read(ref);
      assert.equal(await cold.session().ownerName(ownerId!), expected);
      const again = await kit.requestsOf(() => cold.session().ownerName(ownerId!));
      assert.equal(again, 0);
    },
  },
  {
    name: 'owner: an owner asked for twice is not asked of the CRM twice',
    async run(kit) {
      const [user] = kit.account.users;
      const ask = () => kit.owner([user.login.toLowerCase()]);
      await ask();
      assert.equal(await kit.requestsOf(ask), 0);
    },
  },
  {
    name: 'owner: the map of logins is read without regard to case',
    async run(kit) {
      const [user] = kit.account.users;
      const mapped = await kit.restarted({ OWNER_MAP: `Anna@Jivo.example=${user.login}` });
      const login = mapped.connector.ownerMap.get('anna@jivo.example');
      assert.equal(login?.toLowerCase(), user.login.toLowerCase());
    },
  },
];
