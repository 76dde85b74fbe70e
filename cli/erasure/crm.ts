import { ConfigError } from '../../config/env';
import { isCrmError } from '../../connectors/errors';
import { matchRecords } from '../../leads/match';
import type { RecordRef } from '../../leads/record';
import type { Cli } from '../cli';
import { allAccounts } from '../crm/accounts';
import { openConnector, type OpenConnector } from '../../connectors/open-connector';
import type { Identity } from './identity';
import type { LinkedRecord } from './traces';

/** What a CRM has of the person, or why that could not be asked. */
export interface Holding {
  account: string;
  /** As people know it. */
  label: string;
  records: (RecordRef & { url?: string })[];
  /** Records in other accounts than today's, which only they can show. */
  elsewhere: LinkedRecord[];
  problem?: string;
}

/** Asks every account that is configured, or that the table's links lead to. */
export async function askCrms(identity: Identity, linked: LinkedRecord[], cli: Cli): Promise<Holding[]> {
  const env = await cli.secrets();
  const holdings: Holding[] = [];
  for (const account of allAccounts(env)) {
    const { name } = account;
    const here = linked.filter(({ account: linkedIn }) => linkedIn === name);
    const refs = here.filter((record) => !record.elsewhere).map(({ type, id }) => ({ type, id }));
    const elsewhere = here.filter((record) => record.elsewhere);
    const nothing = { account: name, label: name, records: refs, elsewhere };
    try {
      const crm = await openConnector(account, env, cli);
      holdings.push({ ...(await ask(crm, identity, refs)), elsewhere });
    } catch (error) {
      if (error instanceof ConfigError) {
        if (here.length > 0)
          holdings.push({ ...nothing, problem: `not configured: ${error.problems.join('; ')}` });
      } else if (isCrmError(error)) holdings.push({ ...nothing, problem: error.message });
      else throw error;
    }
  }
  return holdings;
}

async function ask({ connector, session }: OpenConnector, { email, phone }: Identity, refs: RecordRef[]) {
  const { best, others } =
    email || phone ? matchRecords({ email, phone }, await session.find({ email, phone })) : { others: [] };
  const found = [best, ...others].flatMap((record) => (record ? [record.ref] : []));
  // A linked record may be gone, or merged into another one.
  for (const ref of refs) found.push(...[await session.get(ref)].flatMap((record) => record?.ref ?? []));
  const unique = new Map(found.map((ref) => [`${ref.type}/${ref.id}`, ref]));
  const records = [];
  for (const ref of unique.values()) records.push({ ...ref, url: await session.recordUrl(ref) });
  const { account, label } = connector;
  const isNamed = account.name !== account.crm;
  return { account: account.name, label: isNamed ? `${label} (${account.name})` : label, records };
}
