import type { OpenDeal } from '../../../leads/card/open-deals';
import type { RecordRef } from '../../../leads/record';
import { MOST_DEALS, unlessRefused } from '../../shared/deal-stages';
import { SalesforceResponseError, isHidden } from '../api/errors';
import { count, soql } from '../api/soql';
import type { SalesforceContext } from '../context';
import { absentFields, missingIn, rememberRefused } from './absent-fields';
import { key } from './fields';
import { OPPORTUNITY } from './opportunities';

/**
 * The contact's open opportunities, the newest first, in one request; a lead has none. Salesforce writes the amount with the
 * currency itself (Salesforce docs: FORMAT()): the field that names it is there only in orgs with several.
 */
export function openDeals(context: SalesforceContext, { type, id }: RecordRef): Promise<OpenDeal[]> {
  if (type !== 'Contact') return Promise.resolve([]);
  const { api, memory } = context;
  return unlessRefused(memory, isRefusal, async () => {
    const absent = await absentFields(context, OPPORTUNITY);
    const amount = absent.has(key('Amount')) ? soql`` : soql`, FORMAT(Amount) Worth`;
    try {
      const rows = await api.query(
        soql`SELECT Name, StageName${amount} FROM Opportunity WHERE Id IN (SELECT OpportunityId FROM OpportunityContactRole WHERE ContactId = ${id}) AND IsClosed = false ORDER BY CreatedDate DESC LIMIT ${count(MOST_DEALS)}`,
      );
      return rows.map(({ Name, StageName, Worth }) => ({
        name: String(Name),
        ...(typeof StageName === 'string' && { stage: StageName }),
        ...(typeof Worth === 'string' && { amount: Worth }),
      }));
    } catch (error) {
      const missing = missingIn(error, OPPORTUNITY, ['Amount']);
      if (missing.length === 0 || absent.has(key('Amount'))) throw error;
      // This card does without; there is one request for it.
      await rememberRefused(context, OPPORTUNITY, missing);
      return [];
    }
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof SalesforceResponseError && isHidden(error);
}
