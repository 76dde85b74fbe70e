import type { Visit } from '../event';
import { present, unlessEmpty } from '../present';
import type { Body } from '../schema';
import { readUserToken } from './user-token';
import { firstMarks, pageUtm, parseSessionUtm, utmMarks } from './utm';

/** Where the visitor came from and what they were looking at, from `session`, `page` and `user_token`. */
export function readVisit({ session, page, user_token }: Body): Visit {
  const token = user_token === undefined ? undefined : readUserToken(user_token);
  const utm = firstMarks(
    utmMarks(session.utm_json ?? {}),
    parseSessionUtm(session.utm ?? ''),
    token?.utm ?? {},
    page.url ? pageUtm(page.url) : {},
  );
  return present({
    page: unlessEmpty(page),
    geo: unlessEmpty(session.geoip),
    ip: session.ip_addr,
    userAgent: session.user_agent,
    utm,
    token,
  });
}
