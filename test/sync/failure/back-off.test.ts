import { retryDelay } from '../../../sync/failure/back-off';

describe('retryDelay', () => {
  it.each([
    [1, 0, 15_000],
    [1, 1, 30_000],
    [2, 1, 60_000],
    [4, 1, 240_000],
    [8, 1, 3_600_000],
    [500, 1, 3_600_000],
  ])('after %i failures, chance %d: %i ms', (attempts, random, ms) =>
    expect(retryDelay(attempts, random)).toBe(ms),
  );

  it('is never shorter than what the CRM asked for', () => {
    expect(retryDelay(1, 0, 86_400_000)).toBe(86_400_000);
  });
});
