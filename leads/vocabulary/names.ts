/** One value an event may tell, by the name it has in the configuration file. */
export interface Named {
  /** A `*` at its end stands for a name that the site or the CRM chooses. */
  readonly name: string;
  /** One line for the table of the docs. */
  readonly help: string;
}

/** Everything a field map, a template or a rule can name. The table of docs/configuration.md is made from it. */
export const VOCABULARY: readonly Named[] = [
  { name: 'visitor.name', help: 'as typed' },
  { name: 'visitor.email', help: 'as typed' },
  { name: 'visitor.phone', help: 'as typed; of a call its number' },
  { name: 'visitor.comment', help: 'the agent’s comment on the client' },
  { name: 'visitor.number', help: 'the 18 of “JivoChat #18”' },
  { name: 'visitor.chats_count', help: 'chats so far' },
  { name: 'visitor.social.*', help: 'profile in a network or messenger: `visitor.social.whatsapp`' },
  { name: 'chat.id', help: 'JivoChat’s id of the chat' },
  { name: 'chat.title', help: '`JivoChat #18 - Tom Clifton`' },
  { name: 'chat.first_message', help: 'what the visitor wrote first, or the offline message' },
  { name: 'chat.text', help: 'all the visitor wrote, at most 5,000 characters' },
  { name: 'chat.messages', help: 'how many messages the visitor wrote; known at the end of the chat' },
  { name: 'chat.minutes', help: 'from the first to the last message' },
  { name: 'chat.rate', help: 'the visitor’s rating' },
  { name: 'page.url', help: 'the page the visitor is on' },
  { name: 'page.title', help: 'its title' },
  { name: 'page.first_url', help: 'the page on which the chat began' },
  { name: 'page.query.*', help: 'a parameter of the page’s address: `page.query.gclid`' },
  { name: 'utm.source', help: 'of the session, else of the user token, else of the page' },
  { name: 'utm.medium', help: 'likewise' },
  { name: 'utm.campaign', help: 'likewise' },
  { name: 'utm.content', help: 'likewise' },
  { name: 'utm.term', help: 'likewise' },
  { name: 'geo.country', help: 'name of the country, by the IP address' },
  { name: 'geo.country_code', help: 'two letters: `DE`' },
  { name: 'geo.region', help: 'by the IP address' },
  { name: 'geo.city', help: 'by the IP address' },
  { name: 'geo.organization', help: 'who owns the IP address' },
  { name: 'ip', help: 'the visitor’s address' },
  { name: 'device.browser', help: '`Chrome 142`' },
  { name: 'device.system', help: '`macOS 10.15.7`' },
  { name: 'device.type', help: '`desktop`, `mobile`, `tablet` or `tv`' },
  { name: 'token', help: 'the whole text of `jivo_api.setUserToken`' },
  { name: 'token.link', help: 'the first link in it' },
  { name: 'token.*', help: 'a named value of it (query string or JSON): `token.user_id`, `token.plan.name`' },
  { name: 'attribute.*', help: 'a client attribute: `attribute.size`' },
  { name: 'department', help: 'name of the department' },
  { name: 'topic', help: 'topic of the chat' },
  { name: 'tags', help: 'all tags, parted by commas' },
  { name: 'status', help: 'status of the client in JivoChat' },
  { name: 'organization', help: 'organization of the client in JivoChat' },
  { name: 'agent.name', help: 'the responsible agent, else the agent of the chat' },
  { name: 'agent.login', help: 'their JivoChat login' },
  { name: 'agent.id', help: 'their JivoChat id' },
  { name: 'agents', help: 'all agents who took part, parted by commas' },
  { name: 'call.phone', help: 'number of the call' },
  { name: 'call.type', help: '`incoming`, `outgoing` or `callback`' },
  { name: 'channel', help: 'name of the channel from `channels`, else the widget’s id' },
  { name: 'channel.id', help: 'the widget’s id' },
  { name: 'event', help: 'name of the event: `chat_finished`' },
  { name: 'today', help: 'the day of the event, `2026-11-25`' },
];

const EXACT = new Set(VOCABULARY.map(({ name }) => name).filter((name) => !name.endsWith('*')));
const OPEN = VOCABULARY.map(({ name }) => name)
  .filter((name) => name.endsWith('*'))
  .map((name) => name.slice(0, -1));

/** Whether there is such a value. An open name (`attribute.*`) is one with any ending. */
export function isName(name: string): boolean {
  return EXACT.has(name) || OPEN.some((prefix) => name.startsWith(prefix) && name.length > prefix.length);
}

/** All names without an open ending, for “did you mean”. */
export const PLAIN_NAMES: readonly string[] = [...EXACT];
