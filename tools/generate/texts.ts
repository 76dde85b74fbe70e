import type { Manifest, ManifestSetting } from './manifest';

/** Settings that are no setting of an event: of the commands, of the sandbox, of the deployment. */
const FURTHER: readonly (readonly [names: string, shown: string, help: string])[] = [
  ['`PORT`', '3000', '`npm start` only'],
  ['`POWERTOOLS_LOG_LEVEL`', 'INFO', '`WARN` under `npm start`'],
];

/** The README's table of variables. */
export function settingsTable({ core, crms }: Manifest): string {
  const settings = [...core, ...crms.flatMap((crm) => crm.settings)];
  const secrets = settings.filter(({ reach }) => reach === 'secret').map(({ name }) => `\`${name}_SSM\``);
  const rows = [
    ...settings.map(({ name, shown, help }) => [`\`${name}\``, shown, help] as const),
    [
      secrets.join(', '),
      'set by the stack',
      'name of the Parameter Store parameter that holds the value; a variable given outright wins',
    ] as const,
    ...FURTHER,
  ];
  const lines = rows.map(([names, shown, help]) =>
    `| ${names} | ${shown} | ${help} |`.replace('|  |', '| |'),
  );
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...lines].join('\n');
}

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
    '# Copy to .env for `npm start` against a real account. Every variable is explained in the README.',
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
