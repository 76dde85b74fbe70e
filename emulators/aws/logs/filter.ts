import { AwsError } from '../aws-error';

export type Matches = (message: string) => boolean;

/**
 * A filter pattern: terms that must all be in the message, or one comparison of a JSON field (CloudWatch Logs User Guide:
 * Filter pattern syntax). @throws AwsError for every other pattern.
 */
export function filterPattern(pattern: string): Matches {
  const text = pattern.trim();
  const json = /^\{ *\$\.(\w+) *= *(?:"([^"]*)"|(\d+)) *\}$/.exec(text);
  if (json) {
    const [, field, word, digits] = json;
    return (message) => {
      const value = parsed(message)?.[field!];
      return word === undefined ? value === Number(digits) : value === word;
    };
  }
  if (/[{}[\]?*]/.test(text)) {
    throw new AwsError('InvalidParameterException', `Invalid filter pattern (or not emulated): ${pattern}`);
  }
  const terms = text.split(/\s+/).filter(Boolean);
  return (message) => terms.every((term) => message.includes(term.replaceAll('"', '')));
}

export function parsed(message: string): Record<string, unknown> | undefined {
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(message) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
