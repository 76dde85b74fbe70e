/** What stands for "no profile" or for a mere mark in place of one. */
const NO_PROFILE = /^(?:0|1|true|false|yes|no|none|null|undefined|-)$/i;
/** Messengers whose visitors are known by their phone numbers; others count their users by numbers of their own. */
const BY_PHONE = /whats|viber/i;
/** A number alone, in the messenger's own link, or as its address (`79001234567@c.us`). */
const NUMBER =
  /^(?:(?:https?:\/\/)?(?:wa\.me\/|api\.whatsapp\.com\/send\/?\?phone=|viber:\/\/chat\/?\?number=))?(?:\+|%2B)?(\d{10,15})(?:@(?:c\.us|s\.whatsapp\.net))?$/i;
const MAX_LENGTH = 100;

/** As the networks write themselves. */
const NAMES = [
  'WhatsApp',
  'Telegram',
  'Viber',
  'Facebook',
  'Instagram',
  'VK',
  'Skype',
  'WeChat',
  'LINE',
  'TikTok',
  'LinkedIn',
];

/** The network's name as it writes itself; as JivoChat does where nobody knows better. */
export function messengerName(network: string): string {
  return NAMES.find((name) => name.toLowerCase() === network.toLowerCase()) ?? network;
}

/** Whether the visitor writes by a messenger, or has given a profile: an answer reaches them there. */
export function hasMessenger(social: Readonly<Record<string, string>>): boolean {
  return Object.values(social).some((profile) => !NO_PROFILE.test(profile));
}

/**
 * The phone number by which a messenger knows the visitor.
 * @returns `+` and its digits: such numbers have their country code (WhatsApp Help Center: wa.me links).
 */
export function messengerPhone(social: Readonly<Record<string, string>>): string | undefined {
  for (const [network, profile] of Object.entries(social)) {
    if (!BY_PHONE.test(network) || profile.length > MAX_LENGTH) continue;
    const [, digits] = NUMBER.exec(profile.replace(/[\s()-]/g, '')) ?? [];
    if (digits) return `+${digits}`;
  }
  return undefined;
}
