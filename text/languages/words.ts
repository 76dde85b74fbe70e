/** The languages there is a catalogue for (BCP 47). */
export const LANGUAGES = ['en', 'pt-BR', 'es', 'ru', 'tr', 'id', 'de', 'fr'] as const;

export type Language = (typeof LANGUAGES)[number];

/**
 * What a remark of ours may be called. Rows of the table keep the English label; it is put into the reader's language
 * where the remark is shown.
 */
export const LABELS = [
  'Page',
  'Campaign',
  'Place',
  'Site data',
  'Department',
  'Topic',
  'Organization',
  'Status',
  'Tags',
  'Agents',
  'Rating',
  'Card numbers removed',
  'IBANs removed',
  'Comment',
  'Name',
  'E-mail',
  'Phone',
  'Reason',
  'Recording',
  'Result',
  'Duration',
  'Name in the chat',
  'E-mail in the chat',
  'Phone in the chat',
  'Name as typed',
  'E-mail as typed (not a valid address)',
  'Phone as typed (not a number)',
  'Left out for want of room',
] as const;

export type Label = (typeof LABELS)[number];

/** What somebody may have done with a person that there is a word for. */
export type ActivityKind = 'call' | 'email' | 'meeting';

/** How far somebody has come, in the words of most CRMs; what has no word here is shown as the CRM writes it. */
export type Stage = 'subscriber' | 'lead' | 'opportunity' | 'customer' | 'evangelist' | 'other';

/** Everything people read, in one language. A language that lacks a member does not compile. */
export interface Words {
  /** How dates, numbers and lists are written (BCP 47). */
  readonly locale: string;
  /** In quotation marks. */
  readonly quoted: (text: string) => string;
  readonly labels: Readonly<Record<Label, string>>;
  /** In the place of a number that was made unreadable. */
  readonly removed: Readonly<Record<'cards' | 'ibans', string>>;
  /** What a name chosen by the site stands for, where it is also a name of ours. */
  readonly kinds: Readonly<Record<'profile' | 'attribute', string>>;
  readonly stages: Readonly<Record<Stage, string>>;
  readonly ratings: Readonly<Record<'positive' | 'negative', string>>;
  /** Of remarks or lines that are not shown. */
  readonly more: (count: number) => string;
  /** Why a value did not get into a field of the CRM. */
  readonly refusals: Readonly<
    Record<
      'notAccepted' | 'leftToOther' | 'notOurs' | 'tooLong',
      (crm: string, field: string, why?: string) => string
    >
  >;
  readonly card: CardWords;
  /** Why the CRM does not have the event yet, after the CRM's name. */
  readonly situations: Readonly<Record<'slow' | 'down' | 'limit' | 'busy' | 'failed' | 'refused', string>>;
  readonly campaign: CampaignWords;
  readonly note: NoteWords;
  readonly task: TaskWords;
  readonly call: CallWords;
  readonly links: LinkWords;
}

/** The lines beside the chat. */
interface CardWords {
  readonly known: string;
  readonly knownAs: (name: string) => string;
  readonly newLead: string;
  /** What happens next with a visitor nobody can reach yet: six words. */
  readonly notYet: string;
  readonly owner: string;
  readonly company: string;
  readonly deal: string;
  readonly lastActivity: string;
  /** What was done, and when: "called 3 days ago". */
  readonly activities: Readonly<Record<ActivityKind, (ago: string) => string>>;
  readonly by: (what: string, who: string) => string;
  readonly alsoMatches: string;
  readonly anotherRecord: string;
  readonly emailAdded: string;
  readonly savedWithout: string;
  readonly values: (count: number) => string;
  readonly checkEmail: string;
  readonly didTheyMean: (typed: string, meant: string) => string;
  readonly noAddress: (typed: string) => string;
}

/** How a visit came about. */
interface CampaignWords {
  readonly from: (source: string, medium?: string) => string;
  readonly campaign: (name: string) => string;
  readonly content: (name: string) => string;
  readonly term: (words: string) => string;
}

interface NoteWords {
  readonly visitor: string;
  readonly agent: string;
  readonly bot: string;
  readonly system: string;
  readonly answeredBy: (names: string) => string;
  readonly nobodyAnswered: string;
  readonly rated: (rating: string) => string;
  readonly tookOver: (name: string) => string;
  /** Of a long conversation, from 2. */
  readonly part: (number: number) => string;
  /** In a note of which nothing is left, since the conversation needs fewer. */
  readonly stands: string;
  /** The subject of a note that is a task. */
  readonly subject: (title: string) => string;
}

interface TaskWords {
  readonly answerOffline: (title: string) => string;
  readonly wholeInNote: string;
}

interface CallWords {
  readonly incoming: string;
  readonly outgoing: string;
  readonly callback: string;
  readonly results: Readonly<Record<'ringing' | 'in_progress' | 'completed' | 'failed', string>>;
}

/** What is wrong with a link an agent pasted, and what to paste instead. */
export interface LinkWords {
  readonly missing: (crm: string) => string;
  readonly gone: (crm: string) => string;
  readonly noLink: string;
  readonly notOf: (crm: string) => string;
  readonly otherAccount: (crm: string, linked: string, own: string) => string;
  readonly noRecord: (crm: string) => string;
  readonly damaged: string;
  readonly otherKind: (kind?: string) => string;
  readonly copyIt: (crm: string) => string;
}
