import { EVERYTHING } from './packages';
import { packageTemplate } from './template';

it('packaging says which settings are too large for Lambda, and lets pass what fits', async () => {
  const tooLarge = { HUBSPOT_OWNER_MAP: 'x'.repeat(4_000) };
  await expect(packageTemplate('dev', tooLarge)).rejects.toMatchObject({
    // The packager tells errors on its output.
    stdout: expect.stringMatching(
      /environment variables take \d+ bytes and Lambda allows 4096.*The largest: HUBSPOT_OWNER_MAP 4000/s,
    ) as unknown,
  });
  await expect(packageTemplate('prod', EVERYTHING)).resolves.toBeDefined();
}, 60_000);
