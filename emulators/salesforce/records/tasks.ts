import { apiError } from '../http/errors';
import { objectOfId } from '../schema/objects';
import type { Records } from './records';
import type { Values } from './state';

/**
 * A lead belongs to nothing yet, so a task about one cannot be related to an account (rioeducation.com: Activity WhatID
 * & WhoID; the words are those mail add-ins report).
 * @throws SalesforceError
 */
export function checkTask({ WhoId, WhatId, CallDurationInSeconds }: Values): void {
  if (typeof WhoId === 'string' && typeof WhatId === 'string' && objectOfId(WhoId)?.name === 'Lead') {
    throw apiError(400, 'FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: WhoId, WhatId', [
      'WhoId',
      'WhatId',
    ]);
  }
  if (typeof CallDurationInSeconds === 'number' && CallDurationInSeconds < 0) {
    const message = 'Call Duration: value not of required type: ' + CallDurationInSeconds;
    throw apiError(400, 'INVALID_TYPE_ON_FIELD_IN_RECORD', message, ['CallDurationInSeconds']);
  }
}

/** What Salesforce derives: the account of the contact, whether the task is closed. */
export function taskValues({ WhoId, WhatId, Status, Priority }: Values, records: Records): Values {
  const [who, what] = [WhoId, WhatId].map((id) => (typeof id === 'string' ? records.get(id) : undefined));
  return {
    AccountId: what?.type === 'Account' ? what.id : (who?.values.AccountId ?? null),
    IsClosed: Status === 'Completed',
    IsHighPriority: Priority === 'High',
  };
}
