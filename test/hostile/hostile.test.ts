import { attack } from './attack';
import { FIXED_BODIES } from './fixed-bodies';

const SEED = Number(process.env.SEED ?? 20261125);

// A sample of what `npm run test:hostile` does at length; the fixed bodies have their own test beside it.
it.each(['hubspot', 'salesforce'] as const)(
  `%s: hostile requests and answers of seed ${SEED} do no harm`,
  async (crm) => {
    const findings = await attack({ crm, seed: SEED, from: FIXED_BODIES.length, count: 60 });
    expect(findings).toEqual([]);
  },
  120_000,
);
