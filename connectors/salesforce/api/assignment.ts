/**
 * Without it the active assignment rule runs on every create and update of a lead, and on an activity that changes the
 * lead indirectly, and may give the lead to somebody else (Salesforce docs: Assignment Rule Header).
 */
export const KEEP_OWNER = { 'Sforce-Auto-Assign': 'FALSE' };
