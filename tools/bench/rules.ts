import { parseCompanyFile } from '../../config/file/read-file';
import { SILENT } from '../../connectors/shared/silent';
import { parseEvent } from '../../jivochat/parse';
import { leadOf } from '../../leads/lead';
import { maskedBody } from '../../leads/rules/sensitive-numbers';
import { emptyThread } from '../../store/link-state';
import { decideEvent } from '../../sync/company/decide-event';
import { mappedOf } from '../../sync/company/mapped-fields';
import { sampleBody } from './events';

const WARM_UP = 300;
const ROUNDS = 2_000;

/** Twenty maps and a dozen rules, as a company has them after a while: sixty lines. */
function exampleFile(): string {
  const sources =
    'utm.campaign attribute.size token.plan page.query.gclid tags geo.city chat.rate today'.split(' ');
  const field = (at: number) => `        field_${at}: ${sources[at % sources.length]!} | default:none`;
  const rule = (at: number) => `  - name: rule ${at}
    when: { department: [Sales, Support*], words: [price, how much], page: '*/pricing*', hours: closed }
    then: { owner: { round-robin: [a@example.com, b@example.com] }, note: skip }`;
  return `hours: { mon-fri: 09:00-18:00 }
mask: [cards, ibans]
accounts:
  crm:
    fields:
      contact:
${Array.from({ length: 20 }, (_, at) => field(at)).join('\n')}
rules:
${Array.from({ length: 12 }, (_, at) => rule(at)).join('\n')}`;
}

/** What a company's file of sixty lines adds to one `chat_finished`, milliseconds: masking, rules and field maps; no request. */
export async function measureRules(): Promise<number> {
  const accounts = [{ name: 'crm', label: 'CRM', objects: ['contact'], people: ['contact'] }] as const;
  const company = parseCompanyFile(exampleFile(), 'bench', accounts);
  const body: unknown = JSON.parse(sampleBody('chat_finished', 0).toString());
  const parsed = parseEvent(body);
  if (parsed.kind !== 'event') throw new Error('the documented event cannot be read');
  const { event } = parsed;
  const settings = { timeZone: 'Europe/Berlin' };
  const deps = { company, lookups: () => Promise.resolve({}), settings, log: SILENT } as never;
  const given = { event, lead: leadOf(event), receivedAt: Date.parse('2026-11-25T22:00:00Z'), told: {} };
  const place = { deps: { company }, connector: { account: { name: 'crm' } }, session: {} };
  const once = async () => {
    maskedBody(body, company.mask);
    const { decision, told } = await decideEvent(deps, 'crm', given);
    const state = Object.assign(emptyThread(), { told, rules: [...decision.rules] });
    return (await mappedOf(place, state)).length;
  };
  for (let round = 0; round < WARM_UP; round++) await once();
  const began = performance.now();
  for (let round = 0; round < ROUNDS; round++) await once();
  return (performance.now() - began) / ROUNDS;
}
