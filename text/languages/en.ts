import { LABELS, type Label } from './labels';
import { counted } from './plural';

const SAVED_LATER = 'the chat is kept and will be saved';

/** English. Dates as in Britain: day, month in letters, year is read alike everywhere. */
export const words = {
  /** How dates, numbers and lists are written (BCP 47). */
  locale: 'en-GB',
  /** In quotation marks. */
  quoted: (text: string) => `“${text}”`,
  labels: Object.fromEntries(LABELS.map((label) => [label, label])) as Record<Label, string>,
  /** In the place of a number that was made unreadable. */
  removed: { cards: 'card number removed', ibans: 'IBAN removed' },
  /** What a name chosen by the site stands for, where it is also a name of ours. */
  kinds: { profile: 'profile', attribute: 'attribute' },
  /** How far somebody has come, in the words of most CRMs; what has no word here is shown as the CRM writes it. */
  stages: {
    subscriber: 'Subscriber',
    lead: 'Lead',
    opportunity: 'Opportunity',
    customer: 'Customer',
    evangelist: 'Evangelist',
    other: 'Other',
  },
  ratings: { positive: 'good', negative: 'bad' },
  /** Of remarks or lines that are not shown. */
  more: counted('en', { other: '# more' }),
  /** Why a value did not get into a field of the CRM. */
  refusals: {
    notAccepted: (crm: string, field: string, why?: string) =>
      `Not accepted by ${crm} as ${field}${why ? ` (${why})` : ''}`,
    leftToOther: (crm: string, field: string) => `Left to the other ${crm} record that has it (${field})`,
    notOurs: (crm: string, field: string) => `Not ours to write in ${crm} (${field})`,
    tooLong: (crm: string, field: string) => `Too long for ${field} in ${crm}`,
  },
  /** The lines beside the chat. */
  card: {
    known: 'Known',
    knownAs: (name: string) => `Known: ${name}`,
    newLead: 'New lead',
    /** What happens next with a visitor nobody can reach yet: six words. */
    notYet: 'Lead follows with e-mail or phone',
    owner: 'Owner',
    company: 'Company',
    deal: 'Open deal',
    lastActivity: 'Last activity',
    /** What was done, and when: "called 3 days ago". */
    activities: {
      call: (ago: string) => `called ${ago}`,
      email: (ago: string) => `wrote ${ago}`,
      meeting: (ago: string) => `met ${ago}`,
    },
    by: (what: string, who: string) => `${what} by ${who}`,
    alsoMatches: 'Also matches',
    anotherRecord: 'Another record',
    emailAdded: 'E-mail added from the chat',
    savedWithout: 'Saved without (see the note)',
    values: counted('en', { one: '# value', other: '# values' }),
    checkEmail: 'Check the e-mail',
    didTheyMean: (typed: string, meant: string) => `${typed} – did they mean ${meant}? Please ask`,
    noAddress: (typed: string) => `${typed} is no e-mail address; please ask for it again`,
  },
  /** Why the CRM does not have the event yet, after the CRM’s name. */
  situations: {
    slow: `Slow to answer; ${SAVED_LATER}`,
    down: `Not available just now; ${SAVED_LATER}`,
    limit: `Busy: it takes no more requests just now; ${SAVED_LATER}`,
    busy: `Still saving what came before; ${SAVED_LATER}`,
    failed: 'Could not be saved yet; the chat is kept and tried again',
    refused: 'Not saved: an administrator is needed. The chat is kept until then',
  },
  /** How a visit came about. */
  campaign: {
    from: (source: string, medium?: string) => `from ${source}${medium ? ` (${medium})` : ''}`,
    campaign: (name: string) => `campaign “${name}”`,
    content: (name: string) => `ad “${name}”`,
    term: (terms: string) => `keyword “${terms}”`,
  },
  note: {
    visitor: 'Visitor',
    agent: 'Agent',
    bot: 'Bot',
    system: 'System',
    answeredBy: (names: string) => `answered by ${names}`,
    nobodyAnswered: 'nobody answered',
    rated: (rating: string) => `rated ${rating}`,
    tookOver: (name: string) => `${name} took over`,
    /** Of a long conversation, from 2. */
    part: (number: number) => `part ${number}`,
    /** In a note of which nothing is left, since the conversation needs fewer. */
    stands: 'This part of the conversation now stands in the one before.',
    /** The subject of a note that is a task. */
    subject: (title: string) => `Chat: ${title}`,
  },
  task: {
    answerOffline: (title: string) => `Answer the offline message: ${title}`,
    wholeInNote: 'whole message in the note',
  },
  call: {
    incoming: 'Incoming call',
    outgoing: 'Outgoing call',
    callback: 'Callback',
    results: {
      ringing: 'Ringing',
      in_progress: 'In progress',
      completed: 'Completed',
      failed: 'Not connected',
    },
  },
  /** What is wrong with a link an agent pasted, and what to paste instead. */
  links: {
    missing: (crm: string) => `no link was given. Paste the link of the ${crm} record.`,
    gone: (crm: string) => `${crm} has no such record; it may have been deleted.`,
    noLink: 'this is not a link.',
    notOf: (crm: string) => `this is not a link to ${crm}.`,
    otherAccount: (crm: string, linked: string, own: string) =>
      `this link belongs to another ${crm} account (${linked}, not ${own})`,
    noRecord: (crm: string) => `this ${crm} link does not lead to a person’s record.`,
    damaged: 'the id in this link is damaged.',
    otherKind: (kind?: string) =>
      `this link leads to another kind of record${kind ? ` (${kind})` : ''}, not to a person.`,
    copyIt: (crm: string) => `Open the person in ${crm} and copy the address from the browser.`,
  },
};
