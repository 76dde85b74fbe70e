import { apiError } from './errors';

/**
 * The JSON of a request, once asked for.
 * @throws SalesforceError 400 JSON_PARSER_ERROR, 415 for another content type.
 */
export function jsonReader(text: string, contentType: string | undefined): () => unknown {
  return () => {
    if (text === '') {
      const message = 'The HTTP entity body is required, but this request has no entity body.';
      throw apiError(400, 'JSON_PARSER_ERROR', message);
    }
    if (!/^application\/json\b/i.test(contentType ?? '')) {
      const message = `Content-Type header specified in HTTP request is not supported: ${contentType ?? ''}`;
      throw apiError(415, 'UNSUPPORTED_MEDIA_TYPE', message);
    }
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw apiError(400, 'JSON_PARSER_ERROR', `${describe(error)} at ${place(error, text)}`);
    }
  };
}

/** @throws SalesforceError 400 for JSON that is no object. */
export function jsonObject(json: unknown): Record<string, unknown> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    return json as Record<string, unknown>;
  throw apiError(
    400,
    'JSON_PARSER_ERROR',
    'Can not deserialize SObject out of START_ARRAY token at [line:1, column:1]',
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function place(error: unknown, text: string): string {
  const offset = Number(/position (\d+)/.exec(describe(error))?.[1] ?? text.length);
  const before = text.slice(0, offset).split('\n');
  return `[line:${before.length}, column:${(before.at(-1)?.length ?? 0) + 1}]`;
}
