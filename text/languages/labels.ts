/**
 * What a remark of ours may be called. Rows of the table keep the English label; it is put into the reader's language
 * where the remark is shown.
 */
export const LABELS = [
  'Page',
  'Campaign',
  'Place',
  'Site data',
  'Department',
  'Topic',
  'Organization',
  'Status',
  'Tags',
  'Agents',
  'Rating',
  'Card numbers removed',
  'IBANs removed',
  'Comment',
  'Name',
  'E-mail',
  'Phone',
  'Reason',
  'Recording',
  'Result',
  'Duration',
  'Name in the chat',
  'E-mail in the chat',
  'Phone in the chat',
  'Name as typed',
  'E-mail as typed (not a valid address)',
  'Phone as typed (not a number)',
  'Left out for want of room',
] as const;

export type Label = (typeof LABELS)[number];
