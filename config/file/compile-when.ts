import { isLike } from '../../leads/rules/pattern';
import type { Condition } from '../../leads/rules/rule';
import { didYouMean } from '../../text/nearest';
import type { Compiler } from './compiler';
import type { Path } from './problem';
import type { CompanyFile } from './schema';

type SaidWhen = NonNullable<NonNullable<CompanyFile['rules']>[number]['when']>;

/** The conditions as plain data; what makes no sense in them goes to the problems. */
export function compileWhen(compiler: Compiler, when: SaidWhen, path: Path): Condition[] {
  const { channel, country, agent, words, hours } = when;
  const like = (name: string, any: readonly string[] | undefined): Condition[] => {
    if (any) compiler.need(name);
    return any ? [{ is: 'like', name, any }] : [];
  };
  const byName = (key: 'utm' | 'is' | 'not', is: 'like' | 'unlike', prefix = '') =>
    Object.entries(when[key] ?? {}).map(([name, any]): Condition => {
      const at = [...path, key, name];
      return { is, name: compiler.readName(prefix + name, at), any };
    });
  const told = (key: 'has' | 'lacks', is: 'given' | 'absent') =>
    (when[key] ?? []).map((name, index): Condition => {
      const at = [...path, key, index];
      return { is, name: compiler.readName(name, at) };
    });
  checkChannels(compiler, channel ?? [], [...path, 'channel']);
  if (country) compiler.need('geo.country');
  if (words) compiler.need('chat.text');
  if (hours && !compiler.file.hours)
    compiler.problem([...path, 'hours'], 'the file says no working hours (hours:)');
  return [
    ...like('channel', channel),
    ...like('department', when.department),
    ...like('topic', when.topic),
    ...like('tags', when.tag),
    ...like('page.url', when.page),
    ...like('event', when.event),
    ...like(country?.every((code) => code.length === 2) ? 'geo.country_code' : 'geo.country', country),
    ...like(agent?.some((name) => name.includes('@')) ? 'agent.login' : 'agent.name', agent),
    ...byName('utm', 'like', 'utm.'),
    ...byName('is', 'like'),
    ...byName('not', 'unlike'),
    ...told('has', 'given'),
    ...told('lacks', 'absent'),
    ...(words ? [{ is: 'words', any: words } as const] : []),
    ...(hours ? [{ is: hours }] : []),
  ];
}

/** A channel nobody has is a rule that never holds. */
function checkChannels(compiler: Compiler, patterns: readonly string[], path: Path): void {
  const channels = Object.entries(compiler.file.channels ?? {});
  const names = channels.flatMap(([id, { name }]) => (name === undefined ? [] : [id, name]));
  for (const pattern of names.length === 0 ? [] : patterns) {
    if (names.some((name) => isLike(name, pattern))) continue;
    compiler.problem(path, `${pattern} is no channel of channels:${didYouMean(pattern, names)}`);
  }
}
