import { healthFindings } from '../../../cli/checks/health-check';
import { HEALTHY, type Health } from '../../../store/health';

const NOW = Date.parse('2026-11-25T10:00:00Z');
const inMinutes = (minutes: number) => NOW + minutes * 60_000;

it.each<[string, Partial<Health>, string[]]>([
  ['nothing', {}, []],
  [
    'pauses, by what the CRM counts apart',
    { pausedUntil: { general: inMinutes(10), search: inMinutes(59), daily: inMinutes(-1) } },
    [
      'hint: The worker asks nothing (general) until 2026-11-25T10:10:00.000Z: the CRM asked for the pause',
      'hint: The worker asks nothing (search) until 2026-11-25T10:59:00.000Z: the CRM asked for the pause',
    ],
  ],
  ['a pause of years, which nobody heeds', { pausedUntil: { general: NOW + 1e12 } }, []],
  ['too few failures', { failures: 4, openUntil: inMinutes(1) }, []],
  [
    'a CRM that was found down',
    { failures: 7, openUntil: NOW + 45_000 },
    ['wrong: Nobody asks the CRM until 2026-11-25T10:00:45.000Z: 7 attempts in a row found it down'],
  ],
  ['a CRM that may be asked again', { failures: 7, openUntil: inMinutes(-1) }, []],
])('%s', (_case, known, expected) => {
  const findings = healthFindings('hubspot', { ...HEALTHY, ...known }, NOW);
  expect(findings.map(({ level, what }) => `${level}: ${what}`)).toEqual(expected);
  for (const { remedy } of findings) expect(remedy).toContain('jivochat-crm inbox resume --account hubspot');
});
