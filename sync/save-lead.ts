import { ownerLogins } from '../leads/owner';
import { hasChanges, mergeLead } from '../leads/merge';
import { planLead } from '../leads/plan';
import type { Remark } from '../leads/lead';
import type { CrmRecord, RecordRef } from '../leads/record';
import { wantsFullReply } from './answer';
import type { Work } from './context';
import { doubtsAbout } from './doubts';
import type { Known } from './know';
import { addRemarks, fingerprintOf } from './thread';

export interface SavedLead {
  record?: CrmRecord;
  ref?: RecordRef;
  isNew: boolean;
}

/** Creates the lead, or brings the one found up to date, and remembers what was done. */
export async function saveLead(work: Work, known: Known): Promise<SavedLead> {
  const { progress } = work;
  if (known.ref && !known.record) return { ref: known.ref, isNew: false };
  const { record, isNew, remarks, factsPending } = await write(work, known.record);
  if (!record) return { isNew: false };
  progress.ref = record.ref;
  const { state } = progress;
  state.ownerId = record.ownerId ?? state.ownerId;
  state.factsPending = factsPending;
  state.fingerprint = fingerprintOf(work.lead);
  addRemarks(state, remarks);
  return { record, ref: record.ref, isNew };
}

interface Written {
  record?: CrmRecord;
  isNew: boolean;
  remarks: Remark[];
  factsPending: boolean;
}

async function write(work: Work, record: CrmRecord | undefined): Promise<Written> {
  const { event, lead, facts, connector, session, deps, log } = work;
  const { state } = work.progress;
  const plan = planLead({
    event,
    lead,
    facts,
    record,
    capacity: connector.capacity,
    history: { late: work.receivedAt < state.newestAt, writtenName: state.writtenName },
    agentWaits: wantsFullReply(event),
    creation: deps.settings.leadCreation,
  });
  switch (plan.do) {
    case 'nothing':
      log.info('No lead for this visitor', { reason: plan.reason });
      return { isNew: false, remarks: [], factsPending: false };
    case 'keep':
      return { record, isNew: false, remarks: plan.remarks, factsPending: plan.factsPending };
    case 'update': {
      const ownerId = record!.ownerId ? undefined : (await responsible(work))?.id;
      const changes = { ...plan.changes, ownerId };
      const onlyFacts = !hasChanges({ ...changes, facts: {} });
      if (onlyFacts && (wantsFullReply(event) || !hasChanges(changes))) {
        return { record, isNew: false, remarks: plan.remarks, factsPending: hasChanges(changes) };
      }
      const saved = await session.update(record!, changes);
      state.writtenName = changes.name?.full ?? state.writtenName;
      return { ...outcome(work, saved.record), isNew: false, remarks: [...plan.remarks, ...saved.refused] };
    }
    case 'create':
      return create(work);
  }
}

async function create(work: Work): Promise<Written> {
  const { session, lead, facts, progress } = work;
  const owner = await responsible(work);
  const created = await session.create({ lead, facts, ownerId: owner?.id, doubts: doubtsAbout(work) });
  if (created.outcome === 'exists') {
    const record = await session.get(created.ref);
    if (record) return write(work, record);
    // Deleted between the two requests: the next attempt starts from the search.
    throw new Error(`The record ${created.ref.type} ${created.ref.id} that holds the e-mail cannot be read`);
  }
  progress.ref = created.record.ref;
  progress.state.titlePending = true;
  progress.state.writtenName = lead.name?.full;
  const remarks = [...lead.unusable, ...created.refused];
  const { record, factsPending } = outcome(work, created.record);
  if (!factsPending || wantsFullReply(work.event)) return { record, factsPending, isNew: true, remarks };
  // Nobody waits, and there may be no further event: reading the record shows which fields there are.
  const read = await session.get(record.ref);
  const written = read && (await write(work, read));
  return { record, factsPending: false, ...written, isNew: true, remarks };
}

/** Facts the connector could not place because it does not know the CRM's fields yet are written with a later event. */
function outcome({ lead, facts, connector }: Work, record: CrmRecord) {
  const open = mergeLead(lead, facts, record, connector.capacity).changes.facts;
  return { record, factsPending: record.factFields === undefined && Object.keys(open).length > 0 };
}

function responsible({ session, event, connector }: Work) {
  return session.owner(ownerLogins(event, connector.ownerMap));
}
