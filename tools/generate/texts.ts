import { markdownTable } from '../markdown';
import type { Manifest, ManifestSetting } from './manifest';

/** Settings that are no setting of an event: of the commands, of the sandbox, of the deployment. */
const FURTHER: readonly Row[] = [
  ['`PORT`', '3000', '`npm start` only'],
  ['`POWERTOOLS_LOG_LEVEL`', 'INFO', '`WARN` under `npm start`'],
];

type Row = readonly [names: string, shown: string, help: string];

/** The README's table: what a person is likely to set. */
export function likelySettings({ core, crms }: Manifest): string {
  const all = [...core, ...crms.flatMap((crm) => crm.settings)];
  return table(all.filter(({ example }) => example !== undefined).map(toRow));
}

/** The tables of every variable, for a page in `docs/`. */
export function everySetting({ core, crms }: Manifest): string {
  const settings = [...core, ...crms.flatMap((crm) => crm.settings)];
  const secrets = settings.filter(({ reach }) => reach === 'secret').map(({ name }) => `\`${name}_SSM\``);
  const ofSecrets: Row = [
    secrets.join(', '),
    'set by the stack',
    'name of the Parameter Store parameter that holds the value; a variable given outright wins',
  ];
  return [
    '## For every CRM',
    table(core.map(toRow)),
    ...crms.flatMap((crm) => [`## ${crm.label}`, table(crm.settings.map(toRow))]),
    '## Secrets, and this machine',
    table([ofSecrets, ...FURTHER]),
  ]
    .join('\n\n')
    .replaceAll(/\]\((?!https?:)([^)]+)\)/g, (_link, path: string) => `](${fromDocs(path)})`);
}

const toRow = ({ name, shown, help }: ManifestSetting): Row => [`\`${name}\``, shown, help];

/** The declarations' links lead from the root of the repository. */
const fromDocs = (path: string) => (path.startsWith('docs/') ? path.slice('docs/'.length) : `../${path}`);

const table = (rows: readonly Row[]) => markdownTable(['variable', 'default', 'meaning'], rows);

/** The text between a page's markers replaced. @throws Error when the page has no such markers. */
export function betweenMarkers(page: string, name: string, text: string): string {
  const open = `<!-- generated: ${name} -->`;
  const close = `<!-- end: ${name} -->`;
  const from = page.indexOf(open);
  const to = page.indexOf(close);
  if (from < 0 || to < from) throw new Error(`the markers ${open} and ${close} are missing`);
  return `${page.slice(0, from + open.length)}\n\n${text}\n\n${page.slice(to)}`;
}

/** `.env.example`: what a person is likely to set. */
export function envExample({ core, crms }: Manifest): string {
  const line = ({ name, example }: ManifestSetting) =>
    example === undefined ? [] : [`# ${name}=${example}`];
  const conditions = crms.map(({ configuredBy, label }) => `${configuredBy} (${label})`).join(' or ');
  return [
    '# Copy to .env for `npm start` against a real account. Every variable is explained in docs/settings.md.',
    `# Without ${conditions} the sandbox's emulated CRM is used.`,
    '',
    ...core.flatMap(line),
    ...crms.flatMap(({ label, settings }) => ['', `# ${label}`, ...settings.flatMap(line)]),
    '',
    '# Settings of a deployment stand in .env.<stage> (.env.prod): those above but for the secrets, and these.',
    '# ALARM_EMAIL=ops@example.com',
    '# ALARM_TOPIC_ARN=',
    '# WEBHOOK_CONCURRENCY=20',
    '# RATE_LIMIT=100',
    '# BURST_LIMIT=200',
    '',
  ].join('\n');
}
