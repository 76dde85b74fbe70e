import type { Account } from '../../config/accounts';
import type { Env } from '../../config/env';
import type { Finding } from '../../connectors/admin';
import { stageFindings } from '../../connectors/shared/admin/checks';
import type { Company } from '../../leads/rules/rule';
import type { Cli } from '../cli';
import { createAdmin } from '../crm/admins';
import { unlessAway } from '../failures';

/** Whether the accounts have the pipelines and stages that rules of the file want deals in; by account. Reads only. */
export async function checkDeals(
  accounts: readonly Account[],
  { rules }: Company,
  env: Env,
  cli: Cli,
): Promise<ReadonlyMap<string, Finding[]>> {
  const deals = rules.flatMap(({ name, then: { object } }) => {
    const place = `jivochat-crm.yml, rule ${name}:`;
    const names = { pipeline: `${place} the pipeline`, stage: `${place} the stage` };
    return typeof object === 'object' ? [{ object, names }] : [];
  });
  if (deals.length === 0) return new Map();
  const told = await Promise.all(
    accounts.map((account) => unlessAway(async () => (await createAdmin(account, env, cli)).pipelines?.())),
  );
  const findings = deals.map(({ object, names }) =>
    told.map((pipelines) => stageFindings(pipelines, object, names)),
  );
  return new Map(
    accounts.map(({ name }, index) => [name, findings.flatMap((each) => levelled(each, index))]),
  );
}

/** A rule speaks to every account: what another one has is meant for that one. */
function levelled(ofDeal: readonly Finding[][], index: number): Finding[] {
  const isElsewhere = ofDeal.some((other, at) => at !== index && other.length === 0);
  return ofDeal[index]!.map((finding) => (isElsewhere ? { ...finding, level: 'hint' } : finding));
}
