/** What is wrong with each, in words that stand in every door: the functions, the commands, the packaging. */
export const WRONG: readonly (readonly [accounts: string, problem: string])[] = [
  ['hubspt', 'there is no CRM of this name; there are hubspot, salesforce'],
  ['eu=hubspt', 'there is no CRM of this name'],
  ['eu=', 'there is no CRM of this name'],
  ['EU=hubspot', 'small letters and digits'],
  ['e-u=hubspot', 'small letters and digits'],
  ['2nd=hubspot', 'a letter first'],
  ['=hubspot', 'small letters and digits'],
  ['salesforce=hubspot', 'salesforce is the name of another CRM'],
  ['hubspot,hubspot', 'names the account hubspot twice'],
  ['eu=hubspot,eu=salesforce', 'names the account eu twice'],
  ['eu=hubspot=x', 'name=crm,name=crm'],
  ['aws=hubspot', 'AWS_'],
  ['lead=hubspot', 'LEAD_'],
  ['webhook=salesforce', 'WEBHOOK_'],
];
