import type { ApiRequest } from '../http/router';
import type { WriteOptions } from './writes';

/** What the headers of a write ask for (Salesforce docs: Assignment Rule Header, Duplicate Rule Header). */
export function writeOptions({ headers, userId, version }: ApiRequest): WriteOptions {
  const duplicates = new Map(
    (headers['sforce-duplicate-rule-header'] ?? '').split(/[;,]/).map((part): [string, boolean] => {
      const [name = '', value = ''] = part.split('=');
      return [name.trim().toLowerCase(), value.trim().toLowerCase() === 'true'];
    }),
  );
  return {
    userId,
    version,
    autoAssign: headers['sforce-auto-assign']?.trim().toLowerCase() !== 'false',
    allowSave: duplicates.get('allowsave') ?? false,
    includeRecordDetails: duplicates.get('includerecorddetails') ?? false,
  };
}
