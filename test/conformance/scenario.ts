import type { CrmAccount, Lacks, Need } from './accounts/account';
import { Kit, type Subject } from './kit';

/** One promise of the connector interface, shown on an account. */
export interface Scenario {
  /** The group, a colon, what happens. Unique. */
  name: string;
  needs?: readonly Need[];
  /** @throws AssertionError when the promise is not kept. */
  run(kit: Kit): Promise<void>;
}

/** Why the scenario cannot be shown on such an account; undefined when it can. */
export function obstacle({ needs = [] }: Scenario, lacks: Lacks): string | undefined {
  const lacking = needs.find((need) => lacks[need] !== undefined);
  return lacking && `${lacking}: ${lacks[lacking]}`;
}

/** @throws whatever the scenario throws; the account is left as the scenario left it. */
export async function runScenario(scenario: Scenario, subject: Subject, account: CrmAccount): Promise<void> {
  const kit = await Kit.open(subject, account);
  try {
    await scenario.run(kit);
    kit.checkLog();
  } finally {
    account.faults?.clear();
  }
}
