/** A reference to what an earlier subrequest answered, such as `@{lead.id}` or `@{found.records[0].Id}`. */
const REFERENCE = /@\{([A-Za-z0-9_]+)((?:\.\w+|\[\d+\])*)\}/g;

/** A reference that leads nowhere. */
export class BrokenReference extends Error {
  override readonly name = 'BrokenReference';
}

/**
 * Puts the answers of earlier subrequests in the place of references, in strings at any depth. Names are read with
 * regard to case.
 * @throws BrokenReference
 */
export function resolve(value: unknown, answers: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string') return resolveText(value, answers);
  if (Array.isArray(value)) return value.map((item) => resolve(item, answers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(item, answers)]));
}

function resolveText(text: string, answers: ReadonlyMap<string, unknown>): unknown {
  const whole = new RegExp(`^${REFERENCE.source}$`).exec(text);
  if (whole) return lookUp(whole[1]!, whole[2]!, answers);
  return text.replace(REFERENCE, (_match, reference: string, path: string) => {
    return String(lookUp(reference, path, answers));
  });
}

/** Words as in CumulusCI's recordings of composite answers. */
function lookUp(reference: string, path: string, answers: ReadonlyMap<string, unknown>): unknown {
  let value = answers.get(reference);
  for (const [, name, index] of path.matchAll(/\.(\w+)|\[(\d+)\]/g)) {
    const held = value as Record<string, unknown> | null | undefined;
    const step = name ?? index ?? '';
    value = held !== null && typeof held === 'object' && Object.hasOwn(held, step) ? held[step] : undefined;
  }
  if (value === undefined || value === null || typeof value === 'object') {
    throw new BrokenReference(
      `Invalid reference specified. No value for ${reference}${path} found in ${reference}`,
    );
  }
  return value;
}
