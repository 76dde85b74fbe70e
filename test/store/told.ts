/** What every done event tells of its way, where a test does not look at it. */
export const TOLD = {
  history: { event: 'chat_accepted' },
  about: 'hubspot#contact/1',
  keepMs: 90 * 86_400_000,
};
