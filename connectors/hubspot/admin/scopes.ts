import { requiredScopes, type HubSpotResponseError } from '../api/errors';

/** HubSpot docs: "Make API requests using a service key". */
export const KEY_PLACE = 'Development → Keys → Service keys';

export function grantWords(scopes: readonly string[]): string {
  return `${KEY_PLACE} (or your private app) → Scopes: add ${scopes.join(', ')}`;
}

/** @param otherwise where the refusal names none. */
export function scopesNamed(error: HubSpotResponseError, otherwise: string): string[] {
  const named = requiredScopes(error);
  return named.length > 0 ? named : [otherwise];
}
