import type { JivoEvent } from '../jivochat/event';
import type { Lead } from './lead';
import type { Remark } from './conversation/remarks';
import {
  hasChanges,
  isAboutThePerson,
  mergeLead,
  type Capacity,
  type History,
  type LeadChanges,
} from './merge';
import type { CrmRecord, LeadFields } from './record';
import type { MappedValue } from './rules/field-values';

type LeadPlan =
  | { do: 'create' }
  | { do: 'update'; changes: LeadChanges; remarks: Remark[] }
  /** The record has everything, or only lead fields are missing that can wait for the end of the chat. */
  | { do: 'keep'; remarks: Remark[]; leadFieldsPending: boolean }
  | { do: 'nothing'; reason: 'unidentified' | 'blacklisted' | 'rule' | 'too-early' };

export interface LeadPlanInput {
  event: JivoEvent;
  lead: Lead;
  leadFields: LeadFields;
  /** The record the event belongs to, when there is one. */
  record?: CrmRecord;
  capacity: Capacity;
  history?: History;
  /** An agent waits for the reply: what is not about the person is written later. */
  agentWaits: boolean;
  /** `never`, `later`: a rule says so. */
  creation: 'identified' | 'always' | 'never' | 'later';
  /** What the company's field maps have for the record that was found. */
  mapped?: readonly MappedValue[];
}

/** What has to be done to the lead. */
export function planLead(input: LeadPlanInput): LeadPlan {
  const { event, lead, leadFields, record, capacity, history, agentWaits, creation } = input;
  if (!record) {
    if (event.blacklisted) return { do: 'nothing', reason: 'blacklisted' };
    if (creation === 'never') return { do: 'nothing', reason: 'rule' };
    if (creation === 'later') return { do: 'nothing', reason: 'too-early' };
    const worthALead = lead.identified || Boolean(event.offline?.message);
    if (!worthALead && creation === 'identified') return { do: 'nothing', reason: 'unidentified' };
    return { do: 'create' };
  }
  const merged = mergeLead(lead, leadFields, record, capacity, history);
  const { remarks } = merged;
  const changes: LeadChanges = input.mapped?.length
    ? { ...merged.changes, mapped: input.mapped }
    : merged.changes;
  const aboutThePerson = isAboutThePerson(changes) || !record.ownerId;
  const leadFieldsPending = hasChanges(changes);
  if (aboutThePerson || (leadFieldsPending && !agentWaits)) return { do: 'update', changes, remarks };
  return { do: 'keep', remarks, leadFieldsPending };
}
