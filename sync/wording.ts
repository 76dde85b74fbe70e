import { languageOf } from '../leads/rules/language';
import type { Words } from '../text/languages/words';
import type { SyncDeps } from './context';

/**
 * What people read of an event, on its way: nothing waits for it before the event is kept, and nothing ends for it before
 * somebody does.
 * @param channel id of the widget
 */
export function wordingOf(
  { company, settings, words }: Pick<SyncDeps, 'company' | 'settings' | 'words'>,
  account: string,
  channel?: string,
): Promise<Words> {
  const wording = words(languageOf(company, account, channel, settings.language));
  wording.catch(() => undefined);
  return wording;
}
