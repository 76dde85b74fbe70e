import { randomUUID } from 'node:crypto';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** One property value HubSpot refuses. */
export interface ValueProblem {
  name: string;
  /** HubSpot's code: INVALID_EMAIL, PROPERTY_DOESNT_EXIST, … */
  error: string;
  message: string;
}

interface BodyDetails {
  category?: string;
  subCategory?: string;
  errors?: { message: string; code?: string; context?: Record<string, string[]> }[];
  context?: Record<string, string[]>;
  links?: Record<string, string>;
  [further: string]: unknown;
}

/** An answer that is no success, with the body HubSpot sends. */
export class HubSpotError extends Error {
  override readonly name = 'HubSpotError';
  readonly status: ContentfulStatusCode;
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;

  constructor(
    status: number,
    message: string,
    details: BodyDetails = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = status as ContentfulStatusCode;
    this.headers = headers;
    this.body = { status: 'error', message, correlationId: randomUUID(), ...details };
  }
}

/**
 * The values of one request that were refused, all of them in one answer: as JSON inside the message, and once more
 * in `errors` (HubSpot docs: Error handling).
 */
export function invalidProperties(problems: ValueProblem[], portalId: number): HubSpotError {
  const embedded = problems.map(({ name, error, message }) => ({
    isValid: false,
    message,
    error,
    name,
    localizedErrorMessage: message,
    portalId,
  }));
  return new HubSpotError(400, `Property values were not valid: ${JSON.stringify(embedded)}`, {
    errors: problems.map(({ name, error, message }) => ({
      message,
      code: error,
      context: { propertyName: [name] },
    })),
    category: 'VALIDATION_ERROR',
  });
}

/** hubspot-api-nodejs #545: the id stands in the message only. */
export function contactExists(id: string): HubSpotError {
  return new HubSpotError(409, `Contact already exists. Existing ID: ${id}`, { category: 'CONFLICT' });
}

interface Coordinates {
  portalId: number;
  legacyName: string;
  property: string;
  value: string;
  /** The record that was being written. */
  id: string;
  /** The record that has the value. */
  otherId: string;
}

/**
 * A value of a unique property that another record has. HubSpot words it by the coordinates of the value, without a
 * list of properties; on a creation `id` is one that never comes to life. Two creations of the same e-mail at the same
 * moment are told the same (seen in logs of users; HubSpot documents neither).
 */
export function valueTaken({
  portalId,
  legacyName,
  property,
  value,
  id,
  otherId,
}: Coordinates): HubSpotError {
  return new HubSpotError(
    400,
    `Cannot set PropertyValueCoordinates{portalId=${portalId}, ` +
      `objectTypeId=ObjectTypeId{legacyObjectType=${legacyName}}, ` +
      `propertyName=${property}, value=${value}} on ${id}. ${otherId} already has that value.`,
    { category: 'VALIDATION_ERROR' },
  );
}

/** hubspot-api-nodejs #124. */
export function requiredMissing(legacyName: string, properties: string[]): HubSpotError {
  return new HubSpotError(400, `Error creating ${legacyName}. Some required properties were not set.`, {
    context: { properties },
    category: 'VALIDATION_ERROR',
  });
}

/** A body that is no JSON or has the wrong shape; HubSpot gives no category (hubspot-api-nodejs #226). */
export function invalidJson(reason: string, at = 'line 1, column 1'): HubSpotError {
  return new HubSpotError(400, `Invalid input JSON on ${at}: ${reason}`);
}

/** A well-formed request that asks for what the endpoint does not do. */
export function badRequest(message: string, details: string[] = []): HubSpotError {
  return new HubSpotError(400, message, {
    ...(details.length > 0 && { errors: details.map((detail) => ({ message: detail })) }),
    category: 'VALIDATION_ERROR',
  });
}

/** By id: HubSpot says "usually numeric" whatever was sent; by e-mail it says no more than "resource not found". */
export function recordNotFound(id: string, idProperty?: string): HubSpotError {
  if (idProperty) return new HubSpotError(404, 'resource not found', { category: 'OBJECT_NOT_FOUND' });
  return new HubSpotError(404, 'Object not found.  objectId are usually numeric.', {
    context: { id: [id] },
    category: 'OBJECT_NOT_FOUND',
  });
}

export function notFound(message = 'resource not found'): HubSpotError {
  return new HubSpotError(404, message, { category: 'OBJECT_NOT_FOUND' });
}

export function unknownObjectType(written: string): HubSpotError {
  return new HubSpotError(400, `Unable to infer object type from: ${written}`);
}

/** The wording is not documented; the status and category are those of other refused associations. */
export function invalidAssociations(details: string[]): HubSpotError {
  return badRequest('One or more associations are not valid', details);
}

export function credentialsMissing(): HubSpotError {
  return new HubSpotError(
    401,
    'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details ' +
      'at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
    { category: 'INVALID_AUTHENTICATION' },
  );
}

/** A token that cannot be decoded is told to have expired in 1970. */
export function tokenExpired(now: number, expiredAt = 0): HubSpotError {
  const seconds = Math.floor((now - expiredAt) / 1000);
  const ago = seconds > 86_400 ? `${Math.floor(seconds / 86_400)} day(s)` : `${seconds} second(s)`;
  return new HubSpotError(401, `The OAuth token used to make this call expired ${ago} ago.`, {
    category: 'EXPIRED_AUTHENTICATION',
    context: { 'expire time': [new Date(expiredAt).toISOString()] },
  });
}

/** hubspot-api-nodejs #268; newer answers name granular scopes. */
export function missingScopes(scopes: string[]): HubSpotError {
  return new HubSpotError(
    403,
    "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: " +
      'https://developers.hubspot.com/scopes.',
    {
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: scopes },
        },
      ],
      links: { scopes: 'https://developers.hubspot.com/scopes' },
      category: 'MISSING_SCOPES',
    },
  );
}

/** The wording is not documented: HubSpot docs (Leads guide) only name the tier. */
export function tierTooLow(legacyName: string): HubSpotError {
  return new HubSpotError(403, `This account does not have access to object type ${legacyName}.`, {
    category: 'FORBIDDEN',
  });
}

/** A record its key may read and not edit; only the status is known. */
export function editForbidden(legacyName: string): HubSpotError {
  return new HubSpotError(403, `You do not have permissions to edit this ${legacyName}.`, {
    category: 'FORBIDDEN',
  });
}

/** A rule that refuses any edit; the wording of such rules is the administrator's. */
export function badEdit(legacyName: string): HubSpotError {
  return new HubSpotError(400, `This ${legacyName} cannot be edited any more.`, {
    category: 'VALIDATION_ERROR',
  });
}

/** One of the two forms in which an owner is refused. */
export function ownerNotActive(message: string): HubSpotError {
  return new HubSpotError(400, message, { category: 'VALIDATION_ERROR' });
}

export type RateLimitPolicy = 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY';

/** HubSpot docs: API usage guidelines. */
export function rateLimited(policyName: RateLimitPolicy, retryAfterSeconds?: number): HubSpotError {
  return new HubSpotError(
    429,
    `You have reached your ${policyName.toLowerCase()} limit.`,
    { errorType: 'RATE_LIMIT', policyName, requestId: randomUUID(), category: 'RATE_LIMITS' },
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}

/** The wording of an existing name is not documented, only the status 409 (reports of users). */
export function nameTaken(kind: 'property' | 'property group', name: string): HubSpotError {
  return new HubSpotError(409, `A ${kind} named '${name}' already exists.`, {
    category: 'OBJECT_ALREADY_EXISTS',
    // Seen in HubSpot's answers for properties; for groups it is not known.
    ...(kind === 'property' && { subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS' }),
  });
}
