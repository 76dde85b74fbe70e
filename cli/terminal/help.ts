import { CONNECTOR_NAMES } from '../../connectors/registry';

/** The CRM that examples name: the first of the registry. */
export const A_CRM = CONNECTOR_NAMES[0]!;

/** The examples at the end of a command's help. @param lines pairs of a command line and what it does. */
export function examples(lines: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const rows = lines.map(([command, meaning]) => `  jivochat-crm ${command.padEnd(width)}  ${meaning}`);
  return `\nExamples:\n${rows.join('\n')}`;
}
