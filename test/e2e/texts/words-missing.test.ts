import { words as DE } from '../../../text/languages/de';
import { words as EN } from '../../../text/languages/en';
import { newChat, startWorld, talk } from '../hubspot/world';

/** Languages that the bundle lacks. */
const missing = new Set<string>();
jest.mock('../../../text/languages/load', () => ({
  loadWords: (language: string) =>
    missing.has(language)
      ? Promise.reject(new Error('no such file'))
      : Promise.resolve(language === 'de' ? DE : EN),
}));

describe('a language that cannot be loaded', () => {
  it('is told in the log, and English is shown', async () => {
    missing.add('de');
    const world = await startWorld({ env: { LANGUAGE: 'de' } });
    try {
      const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
      expect(reply.custom_data![0]!.content).toBe('New lead');
      expect(world.lines).toContainEqual(
        expect.objectContaining({
          level: 'error',
          data: expect.objectContaining({ language: 'de' }) as object,
        }),
      );
    } finally {
      missing.clear();
      await world.close();
    }
  });

  it('costs no event, even when there is no language at all', async () => {
    missing.add('de').add('en');
    const world = await startWorld({ env: { LANGUAGE: 'de' } });
    try {
      const { status, reply } = await world.send(newChat({ email: 'tom@example.com' }).finished(talk(2)));
      expect([status, reply]).toEqual([200, { result: 'ok' }]);
      expect(world.hubspot.contacts()).toEqual([]);
      missing.clear();
      world.clock.offsetMs += 3_600_000;
      expect(await world.retry()).toMatchObject({ done: 1, left: 0 });
      expect(world.hubspot.notes()).toHaveLength(1);
    } finally {
      missing.clear();
      await world.close();
    }
  });
});
