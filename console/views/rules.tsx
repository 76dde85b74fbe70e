import type { FC } from 'hono/jsx';
import type { Decision } from '../../leads/rules/decide';
import type { FieldMap } from '../../leads/rules/rule';
import { Facts } from '../components/facts';
import type { RulesSource } from '../sources';

export interface TriedEvent {
  account: string;
  body: string;
  decision?: Decision;
  /** What the account's maps and those of the matching rules fill. */
  fields?: readonly FieldMap[];
  problem?: string;
}

/** The company's file as it is read, and a form that shows what it makes of an event. Nothing is written. */
export const RulesView: FC<{ rules: RulesSource; accounts: readonly string[]; tried?: TriedEvent }> = ({
  rules: { name, text, problems, company },
  accounts,
  tried,
}) => (
  <div class="columns">
    <section class="sheet" aria-labelledby="file">
      <h2 id="file">{name}</h2>
      {text === undefined ? (
        <p class="notice">There is no {name}: all is as the variables say.</p>
      ) : (
        <>
          <p class={problems.length > 0 ? 'notice bad' : 'notice good'}>
            {problems.length > 0
              ? 'It is not right; what was read before stays in use.'
              : `It is right: ${company?.rules.length ?? 0} rules.`}
          </p>
          <ul>
            {problems.map((problem) => (
              <li>{problem}</li>
            ))}
          </ul>
          <pre tabindex={0}>{text}</pre>
        </>
      )}
    </section>
    <section class="sheet" aria-labelledby="try">
      <h2 id="try">Try an event</h2>
      <form class="fields" method="post" action="/rules">
        <label class="all">
          Account
          <select name="account">
            {accounts.map((account) => (
              <option value={account} selected={account === tried?.account}>
                {account}
              </option>
            ))}
          </select>
        </label>
        <label class="all">
          The event as JivoChat sends it (JSON)
          <textarea name="body" rows={8} spellcheck={false}>
            {tried?.body ?? ''}
          </textarea>
        </label>
        <p class="buttons all">
          <button class="first">Try</button>
        </p>
      </form>
      {tried?.problem && (
        <p class="notice bad" role="alert">
          {tried.problem}
        </p>
      )}
      {tried?.decision && <Decided decision={tried.decision} fields={tried.fields} />}
    </section>
  </div>
);

const Decided: FC<Pick<TriedEvent, 'fields'> & { decision: Decision }> = ({ decision, fields = [] }) => {
  const { rules, owner, create, source, task, skipNote } = decision;
  const facts: [string, string][] = [
    ['Rules that match', rules.join(', ') || 'none'],
    ['Lead', create ?? 'as the settings say'],
    [
      'Owner',
      owner ? `${JSON.stringify(owner.wish)} by the rule ${owner.rule}` : 'the agent, else the default',
    ],
    ['Source', source ?? 'as the settings say'],
    ['Fields', fields.map(({ object, field }) => `${object}.${field}`).join(', ') || 'none'],
    ['Task', task ? JSON.stringify(task) : 'as usual'],
    ['Note', skipNote ? 'none' : 'as usual'],
  ];
  return <Facts facts={facts} role="status" />;
};
