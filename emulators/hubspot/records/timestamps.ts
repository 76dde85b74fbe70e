const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** HubSpot reads ISO 8601 or epoch milliseconds; a value without an offset is UTC. */
export function parseTimestamp(value: string): Date | undefined {
  if (/^-?\d{1,15}$/.test(value)) return new Date(Number(value));
  if (!ISO.test(value)) return undefined;
  const zoned = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(value) || !value.includes('T') ? value : `${value}Z`;
  const date = new Date(zoned);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
