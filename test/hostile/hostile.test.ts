import { attack } from './attack';
import { FIXED_BODIES } from './fixed-bodies';

const SEED = Number(process.env.SEED ?? 20261125);

// A sample of what `npm run test:hostile` does at length; the fixed bodies have their own test beside it.
it.each([
  ['hubspot', 60],
  ['pipedrive', 20],
  ['salesforce', 60],
] as const)(
  `%s: hostile requests and answers of seed ${SEED} do no harm`,
  async (crm, count) => {
    const findings = await attack({ crm, seed: SEED, from: FIXED_BODIES.length, count });
    expect(findings).toEqual([]);
  },
  120_000,
);
