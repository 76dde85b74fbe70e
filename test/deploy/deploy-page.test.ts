import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SANDBOX_TOKEN } from '../../emulators/hubspot';
import { emptyAccount, type DeployedWorld } from './deployed';
import { blocksOf, playBlocks } from './page';

const played = process.env.ALL_DEPLOY ? describe : describe.skip;
jest.setTimeout(300_000);

played('docs/deploy.md, from its first command to its last', () => {
  let world: DeployedWorld;
  beforeAll(async () => {
    world = await emptyAccount();
  });
  afterAll(() => world.close());

  it('works as it is written', async () => {
    writeFileSync(join(world.deployment.folder, 'private-key.pem'), 'a key');
    const blocks = blocksOf('docs/deploy.md').map((block) =>
      block
        .replace('<this repository>', 'https://example.com/jivochat-crm.git')
        .replace('<the key>', SANDBOX_TOKEN)
        // Owners of the emulated account.
        .replace('sales@example.com', 'boris@example.com'),
    );
    const { code, output } = await playBlocks(world.deployment, blocks, [SANDBOX_TOKEN, 'a client secret']);
    expect({ code, output, unknown: world.aws.unknown }).toEqual({
      code: 0,
      output: expect.stringContaining('Tom Clifton') as string,
      unknown: [],
    });
    expect(world.account.identities.refusals).toEqual([]);
    expect(world.hubspot.contacts()).toHaveLength(1);
    expect(world.account.stacks.all.map(({ name }) => name)).toEqual(['jivochat-crm-dev']);
    expect(world.account.tables.names.filter((name) => name.includes('prod'))).toEqual([]);
    expect(world.account.parameters.find('/jivochat-crm/prod/webhook-tokens')).toBeUndefined();
  });
});
