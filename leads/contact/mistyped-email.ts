/** An address that is probably not what the visitor meant. */
interface MistypedEmail {
  typed: string;
  /** What they probably meant; undefined when nobody can tell. */
  suggestion?: string;
}

/** RFC 5321: 64 for the local part, 255 for the domain; what is longer is no address but a text. */
const MAX_LENGTH = 320;

/**
 * Where most private visitors have their mailbox. Only names so long and so much their own that a domain one letter off
 * is hardly ever somebody else's: `live.com` or `gmx.de` are not among them.
 */
const MAILBOX_DOMAINS = [
  'gmail.com',
  'googlemail.com',
  'yahoo.com',
  'hotmail.com',
  'outlook.com',
  'icloud.com',
  'protonmail.com',
  'rocketmail.com',
  'yandex.ru',
  'rambler.ru',
  't-online.de',
  'freenet.de',
  'hotmail.fr',
  'wanadoo.fr',
  'hotmail.co.uk',
  'yahoo.co.uk',
  'btinternet.com',
  'comcast.net',
  'sbcglobal.net',
  'verizon.net',
];

/** Endings that are no top-level domain (IANA root zone database) and one slip of a finger away from one. */
const MISTYPED_ENDINGS: Readonly<Record<string, string>> = {
  cim: 'com',
  cmo: 'com',
  col: 'com',
  comm: 'com',
  con: 'com',
  coom: 'com',
  cpm: 'com',
  ocm: 'com',
  vom: 'com',
  xom: 'com',
  ner: 'net',
  nte: 'net',
  ogr: 'org',
  orgg: 'org',
};

/** One letter off as well, and mailboxes of their own. */
const NEIGHBOURS = ['mail.com', 'ymail.com', 'email.com'];

const POINTS = /[.,;]+/g;

/**
 * Whether an address looks mistyped: a comma for the point, no ending, an ending there is not, or a domain one letter off
 * a well-known one. Time is linear in the text: nothing longer than an address is looked at.
 * @param typed as the visitor typed it.
 */
export function mistypedEmail(typed: string | undefined): MistypedEmail | undefined {
  const text = typed?.trim().toLowerCase();
  if (!text || text.length > MAX_LENGTH) return undefined;
  const at = text.lastIndexOf('@');
  if (at < 1) return { typed: text };
  const local = text.slice(0, at).replace(/\s/g, '');
  const domain = text
    .slice(at + 1)
    .replace(/\s/g, '')
    .replace(POINTS, '.')
    .replace(/\.$/, '');
  const meant = meantDomain(domain);
  if (meant === undefined) return { typed: text };
  const suggestion = `${local}@${meant}`;
  return suggestion === text ? undefined : { typed: text, suggestion };
}

/** The domain as it was probably meant; undefined when it is none and nobody can tell which. */
function meantDomain(domain: string): string | undefined {
  if (MAILBOX_DOMAINS.includes(domain) || NEIGHBOURS.includes(domain)) return domain;
  if (!domain.includes('.')) return MAILBOX_DOMAINS.find((known) => isClose(domain, nameOf(known)));
  const known = MAILBOX_DOMAINS.find((candidate) => isClose(domain, candidate));
  if (known) return known;
  const [ending = ''] = domain.split('.').slice(-1);
  const right = Object.hasOwn(MISTYPED_ENDINGS, ending) ? MISTYPED_ENDINGS[ending] : undefined;
  if (!right) return domain;
  return meantDomain(domain.slice(0, -ending.length) + right);
}

function nameOf(domain: string): string {
  return domain.slice(0, domain.indexOf('.'));
}

/** At most one letter more, less, other, or two neighbours changed over. */
function isClose(text: string, known: string): boolean {
  if (Math.abs(text.length - known.length) > 1) return false;
  let start = 0;
  while (start < known.length && text[start] === known[start]) start++;
  let end = 0;
  const longest = Math.min(text.length, known.length) - start;
  while (end < longest && text.at(-1 - end) === known.at(-1 - end)) end++;
  const [mine, theirs] = [text.slice(start, text.length - end), known.slice(start, known.length - end)];
  if (mine.length <= 1 && theirs.length <= 1) return true;
  return mine.length === 2 && theirs.length === 2 && mine[0] === theirs[1] && mine[1] === theirs[0];
}
