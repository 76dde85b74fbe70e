import type { JivoEvent } from './event';

/** Shorter ones are in any text. */
const MIN_LENGTH = 3;
/** A name has few words; the whole text is masked as well. */
const MAX_NAME_LENGTH = 1_000;
const MAX_NUMBER_LENGTH = 200;

/** What in the event names a person: none of it may stand in a log. Longer ones first. */
export function personalData({ visitor, visit, call, agents, assignedAgent }: JivoEvent): string[] {
  const { name, email, phone, description, social } = visitor;
  const people = assignedAgent ? [...agents, assignedAgent] : agents;
  const named = [
    ...(name ? [name, ...name.slice(0, MAX_NAME_LENGTH).split(/\s+/u)] : []),
    email,
    ...[phone, call?.phone].flatMap((number) =>
      number ? [number, number.slice(0, MAX_NUMBER_LENGTH).replace(/\D/g, '')] : [],
    ),
    description,
    visit.ip,
    ...Object.values(social),
    ...people.flatMap((agent) => [agent.login, agent.phone, agent.name]),
  ];
  return [...new Set(named.filter((text): text is string => (text?.length ?? 0) >= MIN_LENGTH))].toSorted(
    (a, b) => b.length - a.length,
  );
}
