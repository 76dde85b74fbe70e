import type { CrmRecord } from '../../leads/record';

export function crmRecord(parts: Partial<CrmRecord> = {}): CrmRecord {
  return {
    ref: { type: 'contact', id: '1' },
    emails: [],
    phones: [],
    open: true,
    activeAt: 0,
    leadFields: {},
    fields: {},
    ...parts,
  };
}
