import type { ReadyMap } from '../../leads/rules/rule';

type ReadyMaps = Readonly<Record<string, ReadyMap>>;

/** As the pages' addresses call the id of a click on an advertisement. */
export const AD_CLICK: ReadyMaps = { gclid: 'page.query.gclid', fbclid: 'page.query.fbclid' };

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
