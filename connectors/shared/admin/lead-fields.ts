import type { LeadFieldName } from '../../../leads/record';

/** A field of ours as an administrator sees it. */
export interface LeadFieldToMake {
  field: LeadFieldName;
  /** After "JivoChat", in lower case. */
  words: string;
  /** A short text, a long one, a day. */
  kind: 'line' | 'lines' | 'day';
  description: string;
}

/** Everything `setup` makes of a person's record. @param record what the CRM calls it: "contact". */
export function leadFieldsToMake(record: string): readonly LeadFieldToMake[] {
  const fields: Readonly<Record<LeadFieldName, [string, LeadFieldToMake['kind'], string]>> = {
    source: ['source', 'line', `Where the ${record} came from`],
    title: ['title', 'line', 'Number of the visitor and name'],
    chatId: ['chat id', 'line', `The chat that made this ${record}`],
    visitorKey: ['visitor key', 'line', `Keeps one visitor from becoming two ${record}s`],
    page: ['page', 'lines', 'The page of the first chat'],
    utm: ['utm', 'lines', 'The campaign that led to the first chat'],
    place: ['place', 'line', 'Where the visitor was, as JivoChat sees it'],
    comment: ['comment', 'lines', 'The comment of the agent'],
    lastChat: ['last chat', 'day', 'Day of the last chat'],
  };
  const names = Object.keys(fields) as LeadFieldName[];
  return names.map((field) => {
    const [words, kind, description] = fields[field];
    return { field, words, kind, description };
  });
}
