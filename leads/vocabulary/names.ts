/**
 * Everything a field map, a template or a rule can name, with one line of help; a `*` at its end stands for a name that the
 * site or the CRM chooses. The table of docs/configuration.md is made from it.
 */
export const VOCABULARY: Readonly<Record<string, string>> = {
  'visitor.name': 'as typed',
  'visitor.email': 'as typed',
  'visitor.phone': 'as typed; of a call its number',
  'visitor.comment': 'the agent’s comment on the client',
  'visitor.number': 'the 18 of “JivoChat #18”',
  'visitor.chats_count': 'chats so far',
  'visitor.social.*': 'profile in a network or messenger: `visitor.social.whatsapp`',
  'chat.id': 'JivoChat’s id of the chat',
  'chat.title': '`JivoChat #18 - Tom Clifton`',
  'chat.first_message': 'what the visitor wrote first, or the offline message',
  'chat.text': 'all the visitor wrote, at most 5,000 characters',
  'chat.messages': 'how many messages the visitor wrote; known at the end of the chat',
  'chat.minutes': 'from the first to the last message',
  'chat.rate': 'the visitor’s rating',
  'page.url': 'the page the visitor is on',
  'page.title': 'its title',
  'page.first_url': 'the page on which the chat began',
  'page.query.*': 'a parameter of the page’s address: `page.query.gclid`',
  'utm.source': 'of the session, else of the user token, else of the page',
  'utm.medium': 'likewise',
  'utm.campaign': 'likewise',
  'utm.content': 'likewise',
  'utm.term': 'likewise',
  'geo.country': 'name of the country, by the IP address',
  'geo.country_code': 'two letters: `DE`',
  'geo.region': 'by the IP address',
  'geo.city': 'by the IP address',
  'geo.organization': 'who owns the IP address',
  ip: 'the visitor’s address',
  'device.browser': '`Chrome 142`',
  'device.system': '`macOS 10.15.7`',
  'device.type': '`desktop`, `mobile`, `tablet` or `tv`',
  token: 'the whole text of `jivo_api.setUserToken`',
  'token.link': 'the first link in it',
  'token.*': 'a named value of it (query string or JSON): `token.user_id`, `token.plan.name`',
  'attribute.*': 'a client attribute: `attribute.size`',
  department: 'name of the department',
  topic: 'topic of the chat',
  tags: 'all tags, parted by commas',
  status: 'status of the client in JivoChat',
  organization: 'organization of the client in JivoChat',
  'agent.name': 'the responsible agent, else the agent of the chat',
  'agent.login': 'their JivoChat login',
  'agent.id': 'their JivoChat id',
  agents: 'all agents who took part, parted by commas',
  'call.phone': 'number of the call',
  'call.type': '`incoming`, `outgoing` or `callback`',
  channel: 'name of the channel from `channels`, else the widget’s id',
  'channel.id': 'the widget’s id',
  event: 'name of the event: `chat_finished`',
  today: 'the day of the event, `2026-11-25`',
};

const NAMES = Object.keys(VOCABULARY);
const EXACT = new Set(NAMES.filter((name) => !name.endsWith('*')));
const OPEN = NAMES.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));

/** Whether there is such a value. An open name (`attribute.*`) is one with any ending. */
export function isName(name: string): boolean {
  return EXACT.has(name) || OPEN.some((prefix) => name.startsWith(prefix) && name.length > prefix.length);
}

/** All names without an open ending, for “did you mean”. */
export const PLAIN_NAMES: readonly string[] = [...EXACT];
