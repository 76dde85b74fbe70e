import { ConfigError } from '../../config/env';
import type { Connector, Memory } from '../../connectors/connector';
import { isCrmError } from '../../connectors/errors';
import { CONNECTOR_NAMES, loadConnector } from '../../connectors/registry';
import { matchRecords } from '../../leads/match';
import type { RecordRef } from '../../leads/record';
import type { Cli } from '../cli';
import type { Identity } from './identity';
import type { LinkedRecord } from './traces';

/** What a CRM has of the person, or why that could not be asked. */
export interface Holding {
  connector: string;
  /** As people know it. */
  label: string;
  records: (RecordRef & { url?: string })[];
  problem?: string;
}

const TIMEOUT_MS = 60_000;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** Asks every CRM that is configured, or that the table's links lead to. */
export async function askCrms(identity: Identity, linked: LinkedRecord[], cli: Cli): Promise<Holding[]> {
  const env = await cli.secrets();
  const holdings: Holding[] = [];
  for (const name of CONNECTOR_NAMES) {
    const refs = linked.filter(({ connector }) => connector === name).map(({ type, id }) => ({ type, id }));
    const nothing = { connector: name, label: name, records: refs };
    try {
      const deps = { env, fetch: cli.fetch, now: cli.now, memory: forgetful() };
      const connector = await loadConnector(name, deps);
      if (connector) holdings.push(await ask(connector, identity, refs));
    } catch (error) {
      if (error instanceof ConfigError) {
        if (refs.length > 0)
          holdings.push({ ...nothing, problem: `not configured: ${error.problems.join('; ')}` });
      } else if (isCrmError(error)) holdings.push({ ...nothing, problem: error.message });
      else throw error;
    }
  }
  return holdings;
}

async function ask(connector: Connector, { email, phone }: Identity, refs: RecordRef[]): Promise<Holding> {
  const session = connector.open({ signal: AbortSignal.timeout(TIMEOUT_MS), unsure: false, log: SILENT });
  const { best, others } =
    email || phone ? matchRecords({ email, phone }, await session.find({ email, phone })) : { others: [] };
  const found = [best, ...others].flatMap((record) => (record ? [record.ref] : []));
  // A linked record may be gone, or merged into another one.
  for (const ref of refs) found.push(...[await session.get(ref)].flatMap((record) => record?.ref ?? []));
  const unique = new Map(found.map((ref) => [`${ref.type}/${ref.id}`, ref]));
  const records = [];
  for (const ref of unique.values()) records.push({ ...ref, url: await session.recordUrl(ref) });
  return { connector: connector.name, label: connector.label, records };
}

/** One command's time: nothing is worth writing down. */
function forgetful(): Memory {
  const values = new Map<string, unknown>();
  return {
    get: (name) => Promise.resolve(values.get(name)),
    put: (name, value) => Promise.resolve(void values.set(name, value)),
  };
}
