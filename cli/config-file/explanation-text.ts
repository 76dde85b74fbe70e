import type { Explanation } from '../../console/explain-event';

/** An explanation for a person to read. */
export function explanationText({ event, masked, values, accounts }: Explanation): string {
  const told = Object.entries(values).map(([name, value]) => `  ${name} = ${inOneLine(value)}`);
  const sections = Object.entries(accounts).map(([account, said]) => {
    const rules = said.rules.map(({ name, matched }) => `  ${matched ? '✓' : '·'} ${name}`);
    const fields = said.fields.map(
      ({ object, field, value, policy, from }) =>
        `  ${object}.${field} = ${inOneLine(value)}  (${from === '' ? 'fixed' : from}; ${policy})`,
    );
    return [
      `${account}:`,
      ...rules,
      `  language: ${said.language}`,
      `  found by: ${said.foundBy.map(inOneLine).join('; then ') || 'nothing'}`,
      `  lead: ${said.create}; owner: ${said.owner}; note: ${said.note}${said.source ? `; source: ${said.source}` : ''}`,
      ...fields,
      ...said.card.map(
        ({ title, shows, wanted }) =>
          `  card: ${title} ← ${shows}${wanted ? '' : '  (its conditions do not hold)'}`,
      ),
      ...(said.task ? [`  task: ${JSON.stringify(said.task)}`] : []),
      ...(said.object !== undefined ? [`  object: ${JSON.stringify(said.object)}`] : []),
    ].join('\n');
  });
  const head = masked ? `${event} (card numbers or IBANs were made unreadable)` : event;
  return [head, ...told, ...sections].join('\n');
}

const MAX_SHOWN = 120;

function inOneLine(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
}
