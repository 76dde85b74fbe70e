import { isLike } from '../../leads/rules/pattern';
import type { Condition } from '../../leads/rules/rule';
import { nearest } from '../../text/nearest';
import { usesName, type Compiler } from './compile-fields';
import type { Path } from './problem';
import type { CompanyFile } from './schema';

type SaidWhen = NonNullable<NonNullable<CompanyFile['rules']>[number]['when']>;

/** Short names of conditions, and what they are in the vocabulary. */
const BY_NAME = {
  channel: 'channel',
  department: 'department',
  topic: 'topic',
  tag: 'tags',
  page: 'page.url',
  event: 'event',
} as const;

/** The conditions as plain data; what makes no sense in them goes to the problems. */
export function compileWhen(
  { sources, problems, channels, hours }: Compiler,
  when: SaidWhen,
  path: Path,
): Condition[] {
  const like = (name: string, any: readonly string[]): Condition => {
    sources.need(name);
    return { is: 'like', name, any };
  };
  const conditions: Condition[] = [];
  for (const [key, name] of Object.entries(BY_NAME) as [keyof typeof BY_NAME, string][]) {
    const any = when[key];
    if (any) conditions.push(like(name, any));
  }
  checkChannels(when.channel ?? [], channels, [...path, 'channel'], problems);
  if (when.country) {
    sources.need('geo.country');
    const codes = when.country.every((country) => country.length === 2);
    conditions.push(like(codes ? 'geo.country_code' : 'geo.country', when.country));
  }
  if (when.agent)
    conditions.push(
      like(when.agent.some((agent) => agent.includes('@')) ? 'agent.login' : 'agent.name', when.agent),
    );
  for (const [mark, any] of Object.entries(when.utm ?? {}))
    conditions.push({ is: 'like', name: usesName(sources, `utm.${mark}`, [...path, 'utm', mark]), any });
  for (const [name, any] of Object.entries(when.is ?? {}))
    conditions.push({ is: 'like', name: usesName(sources, name, [...path, 'is', name]), any });
  for (const [name, any] of Object.entries(when.not ?? {}))
    conditions.push({ is: 'unlike', name: usesName(sources, name, [...path, 'not', name]), any });
  for (const [index, name] of (when.has ?? []).entries())
    conditions.push({ is: 'given', name: usesName(sources, name, [...path, 'has', index]) });
  for (const [index, name] of (when.lacks ?? []).entries())
    conditions.push({ is: 'absent', name: usesName(sources, name, [...path, 'lacks', index]) });
  if (when.words) {
    sources.need('chat.text');
    conditions.push({ is: 'words', any: when.words });
  }
  if (when.hours) {
    if (!hours) problems.push({ path: [...path, 'hours'], what: 'the file says no working hours (hours:)' });
    conditions.push({ is: when.hours });
  }
  return conditions;
}

/** A channel nobody has is a rule that never holds. */
function checkChannels(
  patterns: readonly string[],
  channels: Compiler['channels'],
  path: Path,
  problems: Compiler['problems'],
): void {
  const names = [...Object.keys(channels), ...Object.values(channels)];
  if (names.length === 0) return;
  for (const pattern of patterns) {
    if (names.some((name) => isLike(name, pattern))) continue;
    const near = nearest(pattern, names);
    problems.push({
      path,
      what: `${pattern} is no channel of channels:${near ? `; did you mean ${near}?` : ''}`,
    });
  }
}
