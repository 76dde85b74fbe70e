import type { LastActivity } from '../../../leads/card/last-activity';
import type { CardExtras, WantedExtras } from '../../../leads/card/open-deals';
import type { CrmRecord } from '../../../leads/record';
import { MOST_DEALS, unlessHidden } from '../../shared/sales/card-extras';
import type { Refused } from '../../shared/if-allowed';
import type { QueryAnswer } from '../api/client';
import { SalesforceResponseError, isHidden } from '../api/errors';
import { count, soql, type Soql } from '../api/soql';
import type { SalesforceContext } from '../context';
import { absentFields, missingIn, rememberRefused, rowsOf } from './absent-fields';
import { key } from './fields';
import { OPPORTUNITY } from '../sales/opportunities';
import { textOf } from '../../shared/json';

/** Salesforce docs: Task, TaskSubtype: of one that somebody logged. */
const KINDS: Readonly<Record<string, LastActivity['kind']>> = {
  Call: 'call',
  Email: 'email',
  ListEmail: 'email',
};

/**
 * The contact's open opportunities, the newest first (a lead has none), and the last closed task of either, in one request.
 * Salesforce writes the amount with the currency itself (Salesforce docs: FORMAT()): the field that names it is there only in orgs
 * with several.
 */
export async function cardExtras(
  context: SalesforceContext,
  { ref: { type, id } }: CrmRecord,
  wanted: WantedExtras,
): Promise<CardExtras> {
  const { api } = context;
  const asked = await unlessHidden(context, 'open-deals', refusal, async () => {
    const absent = await absentFields(context, OPPORTUNITY);
    const amount = absent.has(key('Amount')) ? soql`` : soql`, FORMAT(Amount) Worth`;
    const queries: Record<string, Soql> = {
      ...(wanted.deals &&
        type === 'Contact' && {
          deals: soql`SELECT Name, StageName${amount} FROM Opportunity WHERE Id IN (SELECT OpportunityId FROM OpportunityContactRole WHERE ContactId = ${id}) AND IsClosed = false ORDER BY CreatedDate DESC LIMIT ${count(MOST_DEALS)}`,
        }),
      activity: soql`SELECT Subject, TaskSubtype, ActivityDate, Owner.Name FROM Task WHERE WhoId = ${id} AND IsClosed = true AND ActivityDate != null ORDER BY ActivityDate DESC LIMIT 1`,
    };
    const { deals, activity } = await api.queries(queries);
    // This card does without the amount: there is one request for it.
    const missing = missingIn(deals, OPPORTUNITY, ['Amount']);
    if (missing.length > 0 && !absent.has(key('Amount'))) {
      await rememberRefused(context, OPPORTUNITY, missing);
      return { deals: [], lastActivity: lastActivity(activity) };
    }
    const told = rowsOf(deals).map(({ Name, StageName, Worth }) => ({
      name: String(Name),
      ...(typeof StageName === 'string' && { stage: StageName }),
      ...(typeof Worth === 'string' && { amount: Worth }),
    }));
    return { deals: told, lastActivity: lastActivity(activity) };
  });
  return asked ?? { deals: [] };
}

/** Tasks, or the fields of them, may be hidden from us. */
function lastActivity(answer: QueryAnswer | undefined): LastActivity | undefined {
  const [row] = Array.isArray(answer) ? answer : [];
  const at = Date.parse(textOf(row?.ActivityDate) ?? '');
  if (!row || Number.isNaN(at)) return undefined;
  const owner = row.Owner as { Name?: unknown } | null | undefined;
  return {
    at,
    kind: KINDS[textOf(row.TaskSubtype) ?? ''],
    by: textOf(owner?.Name),
    what: textOf(row.Subject),
  };
}

function refusal(error: unknown): Refused | undefined {
  return error instanceof SalesforceResponseError && isHidden(error) ? { isLasting: true } : undefined;
}
