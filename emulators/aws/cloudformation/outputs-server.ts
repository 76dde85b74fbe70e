import { Hono } from 'hono';
import { listen, type Listening } from '../listen';

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';
const XML = { 'content-type': 'text/xml' };

/** The outputs of each stack, by its name. */
export type Stacks = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** CloudFormation's DescribeStacks over HTTP, in AWS' Query protocol; refuses what is not signed for it, or not there. */
export function createCloudFormationEmulator(stacks: Stacks) {
  const app = new Hono();
  app.post('/', async (context) => {
    const scope = /Credential=[^/]+\/(?<scope>[^,]+)/.exec(context.req.header('authorization') ?? '')?.groups
      ?.scope;
    if (scope?.split('/')[2] !== 'cloudformation') {
      return context.body(
        refusal('MissingAuthenticationToken', 'Request is missing Authentication Token'),
        403,
        XML,
      );
    }
    const input = new URLSearchParams(await context.req.text());
    const action = input.get('Action');
    if (action !== 'DescribeStacks') {
      return context.body(refusal('InvalidAction', `Could not find operation ${action}`), 400, XML);
    }
    const name = input.get('StackName') ?? '';
    if (!Object.hasOwn(stacks, name)) {
      return context.body(refusal('ValidationError', `Stack with id ${name} does not exist`), 400, XML);
    }
    return context.body(described(name, stacks[name]!), 200, XML);
  });

  let listening: Listening | undefined;
  return {
    listen: async (port?: number) => (listening = await listen(app, { port })),
    close: async () => listening?.close(),
  };
}

function described(name: string, outputs: Readonly<Record<string, string>>): string {
  const members = Object.entries(outputs).map(
    ([key, value]) =>
      `<member><OutputKey>${key}</OutputKey><OutputValue>${escaped(value)}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse xmlns="${NAMESPACE}"><DescribeStacksResult><Stacks><member><StackName>${name}</StackName><CreationTime>2026-11-01T00:00:00Z</CreationTime><StackStatus>UPDATE_COMPLETE</StackStatus><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult><ResponseMetadata><RequestId>${crypto.randomUUID()}</RequestId></ResponseMetadata></DescribeStacksResponse>`;
}

function refusal(code: string, message: string): string {
  return `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>${crypto.randomUUID()}</RequestId></ErrorResponse>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
