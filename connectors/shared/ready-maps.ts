import type { ReadyMap } from '../../leads/rules/rule';

type ReadyMaps = Readonly<Record<string, ReadyMap>>;

/** As most accounts call the campaign's fields. */
export const UTM: ReadyMaps = {
  utm_source: 'utm.source',
  utm_medium: 'utm.medium',
  utm_campaign: 'utm.campaign',
  utm_content: 'utm.content',
  utm_term: 'utm.term',
};

/** Where somebody has made them. */
export const OF_THE_CHAT: ReadyMaps = {
  jivochat_department: { from: 'department', policy: 'latest' },
  jivochat_tags: { from: 'tags', policy: 'latest' },
  jivochat_rating: { from: 'chat.rate', policy: 'latest' },
};
