import type { Child, FC } from 'hono/jsx';

/** What is known of one thing, by name. */
export const Facts: FC<{ facts: readonly (readonly [name: string, value: Child])[]; role?: string }> = ({
  facts,
  role,
}) => (
  <dl role={role}>
    {facts.map(([name, value]) => (
      <div>
        <dt>{name}</dt>
        <dd dir="auto">{value}</dd>
      </div>
    ))}
  </dl>
);
