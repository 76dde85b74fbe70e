import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEPLOYER } from './deployed';
import { failures } from './examination';
import { deployPackage, packaged, type Package } from './from-package';

/** What CloudFormation says, and docs/deploy.md tells to look for. */
const WORDS = 'is not authorized to perform:';

let made: Package;
beforeAll(async () => {
  made = await packaged();
}, 120_000);

async function failsWithout(sid: string): Promise<string> {
  const policy = { ...DEPLOYER, Statement: [DEPLOYER.Statement].flat().filter((one) => one.Sid !== sid) };
  const { world } = await deployPackage(made, () => undefined, { policy });
  try {
    return world.account.stacks.find('jivochat-crm-prod')
      ? failures(world)
      : world.account.identities.refusals.map(({ action }) => `${WORDS} ${action}`).join();
  } finally {
    await world.close();
  }
}

/** With all of them it works: every other story deploys with exactly these rights. */
it.each([
  { sid: 'Bucket', action: 's3:CreateBucket' },
  { sid: 'Functions', action: 'lambda:CreateFunction' },
  { sid: 'Roles', action: 'iam:CreateRole' },
  { sid: 'Api', action: 'apigateway:POST' },
  { sid: 'Table', action: 'dynamodb:CreateTable' },
  { sid: 'Logs', action: 'logs:CreateLogGroup' },
  { sid: 'Alarms', action: 'cloudwatch:PutMetricAlarm' },
  { sid: 'Schedule', action: 'events:PutRule' },
  { sid: 'Topic', action: 'sns:CreateTopic' },
  { sid: 'NoResourceOfTheirOwn', action: 'logs:CreateLogDelivery' },
])(
  'a deployer without the rights called $sid is told of $action',
  async ({ sid, action }) => {
    expect(await failsWithout(sid)).toContain(`${WORDS} ${action}`);
  },
  60_000,
);

it('docs/deploy.md names the file and the words', () => {
  const page = readFileSync(join(__dirname, '../../docs/deploy.md'), 'utf8');
  expect(page).toContain('deploy/deployer-policy.json');
  expect(page).toContain(WORDS.replace(':', ''));
});
