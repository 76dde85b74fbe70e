import type { Expected } from './story';

/** What of the story the CRM does not hold, and what it holds more than once or should not hold at all. */
export interface Balance {
  lost: string[];
  doubled: string[];
}

export interface Holdings {
  emails: string[];
  texts: string[];
}

/** Pure: compares what was told with what stands in the CRM. */
export function balance(expected: Expected, { emails, texts }: Holdings): Balance {
  const people = count(emails.filter((email) => email !== 'clara.weber@acme.example'));
  const lost = expected.emails.filter((email) => !people.has(email)).map((email) => `person ${email}`);
  const doubled = [...people]
    .filter(([email, times]) => times > 1 || !expected.emails.includes(email))
    .map(([email, times]) => `person ${email} × ${times}`);
  const byMarker = Map.groupBy(
    texts,
    (text) => /(?:<em>|— )(JivoChat [^·<\n]+?)(?: · \d+)?(?:<\/em><\/p>)?\s*$/.exec(text)?.[1] ?? '',
  );
  for (const { marker, messages } of expected.conversations) {
    const written = byMarker.get(marker) ?? [];
    byMarker.delete(marker);
    if (written.length > 1) doubled.push(`${marker} × ${written.length}`);
    const missing = messages.filter((message) => !written.some((text) => text.includes(message)));
    if (missing.length > 0) lost.push(`${missing.length} messages of ${marker}`);
  }
  for (const marker of expected.tasks) {
    const made = byMarker.get(marker)?.length ?? 0;
    byMarker.delete(marker);
    if (made === 0) lost.push(marker);
    if (made > 1) doubled.push(`${marker} × ${made}`);
  }
  for (const [marker, made] of byMarker)
    doubled.push(`unexpected: ${marker || 'without a marker'} × ${made.length}`);
  return { lost, doubled };
}

function count(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
