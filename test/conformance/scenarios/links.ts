import assert from 'node:assert/strict';
import type { Scenario } from '../scenario';
import { same } from '../same';

const NOT_A_LINK: Record<string, string> = {
  'a name': 'Tom Clifton',
  nothing: '',
  'a script': 'javascript:alert(1)',
  'half a link': 'https://',
  'another site': 'https://example.com/',
};

export const linkScenarios: Scenario[] = [
  {
    name: 'link: the address of a record is read back as that record',
    async run(kit) {
      const { ref } = await kit.lead();
      const url = await kit.session().recordUrl(ref);
      assert(url && /^https?:/.test(url), 'the account is known');
      for (const pasted of [url, ` ${url}\n`, `${url}?utm_source=jivo`, `${url}#top`]) {
        same(await kit.session().readLink(pasted), { ok: true, ref }, pasted);
      }
    },
  },
  {
    name: 'link: what leads to no record of this account is refused in words',
    async run(kit) {
      const { ref } = await kit.lead();
      const { hostname } = new URL((await kit.session().recordUrl(ref))!);
      const own = (await kit.session().recordUrl(ref))!;
      const links = {
        ...NOT_A_LINK,
        'a site that only begins like the CRM’s': own.replace(hostname, `${hostname}.evil.example`),
        'a site that only has the CRM’s in its path': `https://evil.example/${own}`,
        ...kit.account.wrongLinks(ref),
      };
      for (const [what, link] of Object.entries(links)) {
        const reading = await kit.session().readLink(link);
        assert.equal(reading.ok, false, `${what} is refused`);
        assert(!reading.ok && reading.problem.length > 10, `${what} is refused in words`);
      }
    },
  },
  {
    name: 'link: reading and making one asks the CRM nothing but, once, for the account',
    async run(kit) {
      const { ref } = await kit.lead();
      const url = (await kit.session().recordUrl(ref))!;
      const requests = await kit.requestsOf(async () => {
        await kit.session().readLink(url);
        await kit.session().recordUrl(ref);
      });
      assert.equal(requests, 0);
    },
  },
];
