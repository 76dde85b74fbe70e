import type { Command } from 'commander';
import { agentView } from '../../jivochat/agent-view';
import type { Reply } from '../../jivochat/reply';
import type { Cli } from '../cli';
import { addWishOptions, composedEvents, type WishOptions } from '../events/composed';
import { documentedEvents, readEventBody } from '../events/documented-events';
import { UsageError } from '../errors';
import { A_CRM, examples } from '../terminal/help';
import { post, type Answer } from '../events/post';
import { addAddressOptions, hiddenUrl, withToken, type AddressOptions } from '../deployment/webhook-address';

interface Options extends AddressOptions, WishOptions {
  url?: string;
  list?: boolean;
}

/** `send`: plays events against a webhook, as JivoChat would. */
export function addSend(program: Command, cli: Cli): void {
  const command = program
    .command('send')
    .description(
      'plays events of a visitor of yours, documented ones, or files, and shows what the agent would see',
    )
    .argument('[events...]', 'names of documented events, or files with one event each');
  command.option('--list', 'the documented events').option('--url <url>', 'the whole webhook URL');
  addAddressOptions(addWishOptions(command))
    .addHelpText('after', EXAMPLES)
    .action(async (events: string[], options: Options) => {
      if (options.list) return list(cli);
      const composed = composedEvents(events, options, cli.now());
      if (!composed && events.length === 0) {
        throw new UsageError(
          'send: name an event or a file (--list shows the events), or say --name, --email …',
        );
      }
      const bodies = composed ?? events.map((event) => ({ event, body: readEventBody(event) }));
      await play(bodies, await target(options, cli), cli);
    });
}

const EXAMPLES = `
The events arrive at the real adapter and make real leads: the documented ones are of Tom Clifton, tom.clifton@example.com.
An event sent twice is answered the second time from what was answered before. Exit code 1 on an error answer.
${examples([
  ['send --list', 'what can be sent'],
  [
    'send --name Ada --email ada@example.com --message Hello --url …',
    'a visitor of yours: a chat is accepted and finished',
  ],
  [
    `--env-file .jivochat-crm/${A_CRM}.env send call_event --phone +14155550123`,
    'to the npm start that wrote the file',
  ],
  [
    `send chat_accepted --url http://localhost:3000/webhooks/${A_CRM}/…`,
    'to npm start, which prints the URL',
  ],
  ['--env-file .env.prod send chat_accepted --stage prod', 'to the deployed stack, with its own secret'],
  ['send chat_accepted chat_finished lost.json --url …', 'one after the other'],
])}`;

function list(cli: Cli): void {
  const names = documentedEvents();
  cli.print(names, () => names.join('\n'));
}

/** Nothing is sent to where nobody said it should be. */
async function target({ url: given, ...address }: Options, cli: Cli): Promise<string> {
  const isNamed = address.baseUrl !== undefined || address.stage !== undefined;
  if (given === undefined && isNamed) return withToken(await hiddenUrl(address, cli), cli);
  // What npm start wrote down.
  const url = given ?? cli.settings().SANDBOX_WEBHOOK;
  if (!url) throw new UsageError('send: say where to, with --url, --base-url or --stage');
  if (URL.canParse(url) && /^https?:/.test(url)) return url;
  throw new UsageError('send: --url must be a http or https address');
}

async function play(events: { event: string; body: string }[], url: string, cli: Cli): Promise<void> {
  const played: ({ event: string } & Answer)[] = [];
  for (const { event, body } of events) {
    const answer = await post(url, body, cli);
    played.push({ event, ...answer });
    if (!isOk(answer)) cli.foundProblems();
    cli.tell(shown(event, answer, cli));
  }
  if (cli.json) cli.print(played, () => '');
}

function isOk({ status, reply }: Answer): boolean {
  return status === 200 && isReply(reply) && reply.result === 'ok';
}

function isReply(reply: unknown): reply is Reply {
  return typeof (reply as Partial<Reply> | null)?.result === 'string';
}

function shown(event: string, { status, ms, reply }: Answer, { terminal }: Cli): string {
  const head = `${terminal.style('bold', event)} answered with ${status} in ${ms} ms`;
  if (isReply(reply)) return `${head}; the agent sees:\n${agentView(reply, terminal.style)}`;
  const text = typeof reply === 'string' ? reply : JSON.stringify(reply);
  return `${head}:\n  ${terminal.style('red', text)}${HINTS[status] ? `\n  → ${HINTS[status]}` : ''}`;
}

const HINTS: Readonly<Record<number, string>> = {
  404: 'the connector in the URL is unknown, or its secret is none of the adapter’s',
  429: 'API Gateway’s throttling: RATE_LIMIT and BURST_LIMIT',
};
