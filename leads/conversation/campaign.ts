import type { Utm } from '../../jivochat/event';
import type { Words } from '../../text/languages/words';

/** "from google (cpc), campaign “spring”"; undefined without any mark. */
export function campaignWords(utm: Utm, { campaign }: Words): string | undefined {
  const { source, medium, campaign: name, content, term } = utm;
  const parts = [
    source ? campaign.from(source, medium) : medium && campaign.from(medium),
    name && campaign.campaign(name),
    content && campaign.content(content),
    term && campaign.term(term),
  ];
  return parts.filter(Boolean).join(', ') || undefined;
}
