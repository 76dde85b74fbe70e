import type { Finding } from '../../admin';
import { wrong } from '../../shared/findings';
import type { HubSpotSettings } from '../definition';
import type { ExistingObject } from './plan';
import { ACTIVITY_OBJECTS } from './wanted';

/** HubSpot docs: Account information API, `uiDomain`: app.hubspot.com and its regional forms. */
const UI_DOMAIN = /^app(-[a-z0-9]+)?\.hubspot\.com$/i;
const HOST_IN_ADDRESS = /^(?:https?:\/\/)?([\w.-]{1,253})/i;

/** Record links begin with it: an address in its place makes links that lead nowhere. */
export function checkUiDomain({ uiDomain }: HubSpotSettings): Finding[] {
  if (!uiDomain || UI_DOMAIN.test(uiDomain)) return [];
  const host = HOST_IN_ADDRESS.exec(uiDomain)?.[1] ?? '';
  const meant = UI_DOMAIN.test(host)
    ? `Set HUBSPOT_UI_DOMAIN=${host}`
    : 'Take app.hubspot.com or a regional form';
  return [
    wrong(
      `HUBSPOT_UI_DOMAIN ${uiDomain} is no host of HubSpot's pages: record links lead nowhere`,
      `${meant}: the host alone, as the browser shows it after you logged in; or remove it`,
    ),
  ];
}

/** @param objects by type; one that the key may not read is absent, and not checked. */
export function checkActivityKey(
  objects: Readonly<Record<string, ExistingObject>>,
  { activityKey }: HubSpotSettings,
): Finding[] {
  if (!activityKey) return [];
  const remedy = `Run \`jivochat-crm setup hubspot\`, which makes the property and prints the setting; or correct the name (internal, as jivochat_key); or remove HUBSPOT_ACTIVITY_KEY`;
  const named = `HUBSPOT_ACTIVITY_KEY names ${activityKey},`;
  return ACTIVITY_OBJECTS.flatMap((object) => {
    const property = objects[object]?.properties.find(({ name }) => name === activityKey);
    if (!objects[object] || property?.hasUniqueValue) return [];
    const why = property
      ? `which does not require unique values on ${object}`
      : `and ${object} have no such property`;
    return wrong(`${named} ${why}`, remedy);
  });
}
