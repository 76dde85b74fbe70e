import type { Language } from '../../text/languages/words';
import type { Company } from './rule';

/**
 * In which language people read what is written of an event: the channel's, else the account's, else the file's.
 * @param channel id of the widget
 * @param usual where the file says nothing of it
 */
export function languageOf(
  { language, accounts, languages = {} }: Pick<Company, 'language' | 'languages' | 'accounts'>,
  account: string,
  channel: string | undefined,
  usual: Language,
): Language {
  const ofChannel =
    channel !== undefined && Object.hasOwn(languages, channel) ? languages[channel] : undefined;
  const ofAccount = Object.hasOwn(accounts, account) ? accounts[account]!.language : undefined;
  return ofChannel ?? ofAccount ?? language ?? usual;
}
