import type { HubSpotResponseError } from '../errors';

/** HubSpot docs: "Make API requests using a service key". */
export const KEY_PLACE = 'Development → Keys → Service keys';

export function grantWords(scopes: readonly string[]): string {
  return `${KEY_PLACE} (or your private app) → Scopes: add ${scopes.join(', ')}`;
}

/**
 * The scopes a refusal asks for (HubSpot docs: Error handling, MISSING_SCOPES: `errors[].context`; older words:
 * "requires any of [crm.objects.contacts.read]").
 * @param otherwise where the refusal names none.
 */
export function scopesNamed({ body }: HubSpotResponseError, otherwise: string): string[] {
  const listed = (body.errors ?? []).flatMap(({ context }) => [
    ...(context?.requiredGranularScopes ?? []),
    ...(context?.requiredScopes ?? []),
  ]);
  const [, inWords = ''] =
    /requires \w{3} of \[([\w., -]{1,500})\]/.exec(body.message?.slice(0, 1_000) ?? '') ?? [];
  const found = [...listed, ...inWords.split(',').map((scope) => scope.trim())].filter(Boolean);
  return found.length > 0 ? [...new Set(found)] : [otherwise];
}
