import type { Command } from 'commander';
import { ConfigError } from '../../config/env';
import { webhookTokenProblems } from '../../config/settings';
import { agreed } from '../terminal/agreed';
import type { Cli } from '../cli';
import { UsageError } from '../errors';
import { examples } from '../terminal/help';
import { newToken, webhookTokens, type WebhookTokens } from '../deployment/webhook-tokens';

/** `token`: makes and changes the secret in the webhook's URL. */
export function addToken(program: Command, cli: Cli): void {
  const token = program
    .command('token')
    .description('the secret in the webhook URL: new, rotate, retire')
    .addHelpText('after', EXAMPLES);
  token
    .command('new')
    .description('the first secret')
    .action(() => first(cli));
  token
    .command('rotate')
    .description('a new secret beside the old one; both are valid')
    .action(() => rotate(cli));
  token
    .command('retire')
    .description('only the newest secret stays valid')
    .option('-y, --yes', 'does not ask')
    .action(({ yes }: { yes?: boolean }) => retire(yes, cli));
}

const EXAMPLES = `
With WEBHOOK_TOKENS_SSM the secrets are kept in that Parameter Store parameter, newest first, and a change is in use
within five minutes, without a deploy; nothing secret is printed (url --show does that). Without it, the line to put in
place of WEBHOOK_TOKENS is printed.
${examples([
  ['--env-file .env.prod token rotate', '1. a new secret; five minutes later:'],
  ['--env-file .env.prod url --show', '2. paste this URL into JivoChat, in every channel'],
  ['--env-file .env.prod token retire', '3. the old secret is refused from now on'],
])}`;

async function first(cli: Cli): Promise<void> {
  const store = webhookTokens(cli.settings());
  if ((await store.read()).length > 0)
    throw new UsageError('token new: there is a secret already; token rotate makes a new one beside it');
  await keep(cli, store, [newToken()], 'In use within five minutes. url --show prints the URL.');
}

async function rotate(cli: Cli): Promise<void> {
  const { store, newest, old } = await kept('rotate', cli);
  if (old.length > 0)
    throw new UsageError('token rotate: two secrets are valid already; token retire ends the last rotation');
  stayValid('rotate', [newest]);
  const next =
    'The old secret stays valid. In five minutes paste the URL of url --show into JivoChat (every channel); then token retire.';
  await keep(cli, store, [newToken(), newest], next);
}

async function retire(yes: boolean | undefined, cli: Cli): Promise<void> {
  const { store, newest, old } = await kept('retire', cli);
  const nothing = (words: string) => cli.print({ retired: 0, parameter: store.parameter }, () => words);
  if (old.length === 0) return nothing('Only one secret is valid; nothing to do.');
  stayValid('retire', [newest]);
  const question = `Refuse ${old.length} older secret(s)? Events that still come to the old URL are lost.`;
  if (store.write && !(await agreed(question, yes, cli))) return nothing('Nothing was changed.');
  const words = `${old.length} older secret(s) refused within five minutes.`;
  await keep(cli, store, [newest], words, { retired: old.length });
}

/** @throws UsageError when there is no secret yet. */
async function kept(command: string, cli: Cli) {
  const store = webhookTokens(cli.settings());
  const [newest, ...old] = await store.read();
  if (newest) return { store, newest, old };
  throw new UsageError(`token ${command}: there is no secret yet; token new makes the first one`);
}

/** @throws ConfigError: the adapter refuses to start with such a secret, so none is kept. */
function stayValid(command: string, tokens: readonly string[]): void {
  const problems = webhookTokenProblems(tokens);
  if (problems.length === 0) return;
  throw new ConfigError([
    ...problems,
    `token ${command} changes nothing: take that secret out of WEBHOOK_TOKENS or its parameter first; without any, token new makes one`,
  ]);
}

/** What has no parameter is for a person to put in place: then the secrets have to be seen. */
async function keep(
  { print }: Cli,
  { parameter, write }: WebhookTokens,
  tokens: readonly string[],
  words: string,
  more: object = {},
): Promise<void> {
  await write?.(tokens);
  const all = tokens.join(',');
  if (parameter) print({ ...more, parameter, valid: tokens.length }, () => `Kept in ${parameter}. ${words}`);
  else print({ ...more, WEBHOOK_TOKENS: all }, () => `WEBHOOK_TOKENS=${all}`);
}
