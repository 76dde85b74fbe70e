import { packageTemplate } from './template';

it('packaging says which settings are too large for Lambda, and lets pass what fits', async () => {
  const map = (bytes: number) => ({ HUBSPOT_OWNER_MAP: 'x'.repeat(bytes) });
  await expect(packageTemplate('dev', map(4_000))).rejects.toMatchObject({
    // The packager tells errors on its output.
    stdout: expect.stringMatching(
      /environment variables take \d+ bytes and Lambda allows 4096.*The largest: HUBSPOT_OWNER_MAP 4000/s,
    ) as unknown,
  });
  await expect(packageTemplate('dev', map(1_000))).resolves.toBeDefined();
}, 60_000);
