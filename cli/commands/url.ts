import type { Command } from 'commander';
import type { Cli } from '../cli';
import { examples } from '../terminal/help';
import {
  addAddressOptions,
  addressedAccount,
  hiddenUrl,
  withToken,
  type AddressOptions,
} from '../deployment/webhook-address';

/** `url`: the address to paste into JivoChat. */
export function addUrl(program: Command, cli: Cli): void {
  const command = program.command('url').description('the webhook URL to paste into JivoChat');
  addAddressOptions(command)
    .option('--show', 'with the secret in it')
    .addHelpText('after', EXAMPLES)
    .action(async ({ show, ...address }: AddressOptions & { show?: boolean }) => {
      const hidden = await hiddenUrl(address, cli);
      const url = show ? await withToken(hidden, cli) : hidden;
      cli.print({ account: addressedAccount(address, cli), url, complete: show ?? false }, () => url);
      if (!show) cli.terminal.error('The secret is left out; --show puts it in.');
    });
}

const EXAMPLES = `
The address comes from the deployed stack's outputs, the secret from WEBHOOK_TOKENS or its parameter. JivoChat takes it at
Manage → Channels → (your channel) Settings → Integration settings for developers → Webhooks Endpoint URL.
${examples([
  ['--env-file .env.prod url --show', 'of the stage prod'],
  ['url --stage dev --account eu', 'of another stage and account, without the secret'],
  ['url --base-url https://crm.example.com', 'behind a domain of your own'],
])}`;
