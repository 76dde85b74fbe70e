import { createHubSpotEmulator, SANDBOX_TOKEN } from '../../../emulators/hubspot';
import { run } from '../../cli/cli';
import type { WorldOptions } from '../../e2e/hubspot/world';
import { hubspotCrm, type Crm } from './crms';

/** An account on which `setup` was run, with the settings it printed: visitors, notes, tasks and calls have keys. */
export function hubspotAfterSetup(): Crm {
  let account: Promise<WorldOptions> | undefined;
  return hubspotCrm('HubSpot after setup', () => (account ??= setUp()));
}

/** An account as HubSpot gives it. */
export const UNTOUCHED_HUBSPOT = hubspotCrm('HubSpot without setup', () =>
  Promise.resolve({ properties: false }),
);

async function setUp(): Promise<WorldOptions> {
  const hubspot = createHubSpotEmulator();
  const server = await hubspot.listen();
  const env = { HUBSPOT_ACCESS_TOKEN: SANDBOX_TOKEN, HUBSPOT_BASE_URL: server.url };
  const { code, out, error } = await run(['setup', 'hubspot', '--yes', '--json'], { env });
  await server.close();
  if (code !== 0) throw new Error(`setup ended with ${code}: ${error}`);
  const { settings } = JSON.parse(out) as { settings: Record<string, string> };
  return { state: hubspot.toJSON(), properties: false, env: settings };
}
