import type { Finding } from '../../admin';
import { hint, wrong, type Checked } from '../../shared/findings';
import { unlessRefused } from '../../shared/http/response-error';
import { key } from '../records/fields';
import type { SalesforceSettings } from '../definition';
import { soql } from '../api/soql';
import type { AdminApi } from './api';

/** Each costs a request: the Tooling API gives the formula of one rule at a time (Salesforce docs: ValidationRule). */
const RULES_READ = 50;
/** A formula has at most 3,900 characters (Salesforce help: Validation Rule Considerations). */
const FORMULA_LENGTH = 4_000;

/** What a new lead always has, whoever the visitor is. */
const ALWAYS_FILLED = ['lastname', 'company', 'leadsource', 'status', 'ownerid', 'description'];

interface Rule {
  Id: string;
  ValidationName: string;
  EntityDefinitionId: string;
  ErrorMessage?: string;
}

/** Active rules on leads that demand a field the connector leaves blank. A user who may not look at them finds none. */
export async function checkRules(api: AdminApi, settings: SalesforceSettings): Promise<Checked> {
  const filled = new Set([
    ...ALWAYS_FILLED,
    ...settings.requiredDefaults.Lead.map(([field]) => key(field)),
    ...Object.values(settings.factFields).map(key),
    ...(settings.externalIdField ? [key(settings.externalIdField)] : []),
  ]);
  const findings: Checked[] = [];
  for (const rule of (await activeRules(api)).slice(0, RULES_READ)) {
    const demands = demanded((await formulaOf(api, rule.Id)) ?? '');
    const blank = demands.filter(({ name }) => !filled.has(key(name)));
    findings.push(blank.length > 0 && ruleFinding(rule, blank));
  }
  return findings;
}

async function activeRules(api: AdminApi): Promise<Rule[]> {
  const asked = api.toolingQuery(
    soql`SELECT Id, ValidationName, EntityDefinitionId, ErrorMessage FROM ValidationRule WHERE Active = true AND EntityDefinitionId = ${'Lead'}`,
  );
  return ((await unlessRefused(asked, [400, 403, 404])) ?? []) as unknown as Rule[];
}

async function formulaOf(api: AdminApi, id: string): Promise<string | undefined> {
  const [row] = await api.toolingQuery(soql`SELECT Id, Metadata FROM ValidationRule WHERE Id = ${id}`);
  const { errorConditionFormula } = (row?.Metadata ?? {}) as { errorConditionFormula?: unknown };
  return typeof errorConditionFormula === 'string' ? errorConditionFormula : undefined;
}

function ruleFinding({ ValidationName, ErrorMessage }: Rule, blank: readonly Demand[]): Finding {
  const fields = blank.map(({ name }) => name).join(', ');
  const always = blank.some(({ alone }) => alone);
  const words = ErrorMessage ? ` ("${ErrorMessage}")` : '';
  return (always ? wrong : hint)(
    `The active validation rule ${ValidationName} ${always ? 'refuses every lead' : 'may refuse leads'} without ${fields}${words}, and the connector does not fill it`,
    `Add ${blank[0]!.name}=<value> to SALESFORCE_REQUIRED_DEFAULTS, or exempt the integration user in the rule (Setup → Object Manager → Lead → Validation Rules)`,
  );
}

interface Demand {
  name: string;
  /** A blank field alone makes the rule refuse; else something else must hold as well. */
  alone: boolean;
}

const BLANK_TEST = /\b(?:ISBLANK|ISNULL)\s*\(\s*(?:TEXT\s*\(\s*)?(\w{1,80})\s*\)/gi;
const PICKLIST_TEST = /\bISPICKVAL\s*\(\s*(\w{1,80})\s*,\s*(?:""|'')\s*\)/gi;
const NOT_BLANK = /\bNOT\s*\(\s*(?:ISBLANK|ISNULL|ISPICKVAL)\b/i;
/** What lets a rule refuse only when something else holds, too. */
const CONDITION = /\b(?:AND|NOT|IF|CASE|ISCHANGED|PRIORVALUE)\s*\(|&&|!|[<>=]/i;

/** The fields a rule wants filled, as its condition for an error tells; what is not understood is left out. */
export function demanded(formula: string): Demand[] {
  const text = formula
    .slice(0, FORMULA_LENGTH)
    .replaceAll(/"[^"]*"/g, (quoted) => (quoted === '""' ? quoted : '"…"'));
  if (NOT_BLANK.test(text)) return [];
  const names = [...text.matchAll(BLANK_TEST), ...text.matchAll(PICKLIST_TEST)].map(([, name]) => name!);
  const alone = !CONDITION.test(text);
  return [...new Set(names)].map((name) => ({ name, alone }));
}
