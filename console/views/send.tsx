import type { FC } from 'hono/jsx';
import type { EventWish } from '../../jivochat/compose-event';
import { AgentCard } from '../components/card';
import { ACTIONS, type Action } from '../send/form';
import type { Play } from '../send/plays';

/** A small form in the place of JivoChat: a visitor writes, an agent accepts and finishes, a call ends. */
export const SendView: FC<{ play?: Play }> = ({ play }) => (
  <div class="columns">
    <section class="sheet" aria-labelledby="who">
      <h2 id="who">{play ? `Chat ${play.chatId}` : 'A visitor'}</h2>
      <form class="fields" method="post" action="/send">
        {play && <input type="hidden" name="chat" value={String(play.chatId)} />}
        <Field name="name" label="Name" play={play} />
        <Field name="email" label="E-mail" play={play} />
        <Field name="phone" label="Phone" play={play} />
        <Field name="page" label="Page" play={play} placeholder="https://shop.example.com/pricing" />
        <Field name="agent" label="Agent’s login" play={play} placeholder="anna@example.com" />
        <Field name="department" label="Department" play={play} />
        <label class="all">
          Message
          <textarea name="message" placeholder="Hello! What does the team plan cost?"></textarea>
        </label>
        <p class="buttons all">
          {(Object.keys(ACTIONS) as Action[]).map((action) => (
            <button name="action" value={action} class={action === 'chat_accepted' ? 'first' : undefined}>
              {ACTIONS[action]}
            </button>
          ))}
        </p>
      </form>
      {play && (
        <p>
          <a href="/send">Begin another chat</a>
        </p>
      )}
    </section>
    {play && <PlayedSoFar play={play} />}
  </div>
);

const Field: FC<{
  name: keyof EventWish;
  label: string;
  play?: Play;
  placeholder?: string;
}> = ({ name, label, play, placeholder }) => (
  <label>
    {label}
    <input name={name} value={play?.wish[name] ?? ''} placeholder={placeholder} autocomplete="off" />
  </label>
);

const PlayedSoFar: FC<{ play: Play }> = ({ play }) => {
  const last = play.sent.at(-1);
  return (
    <section class="sheet" aria-labelledby="so-far">
      <h2 id="so-far">So far</h2>
      <ol class="talk">
        {play.messages.map(({ from, text }) => (
          <li class={from}>
            <span class="from">
              {from === 'agent' ? (play.wish.agent ?? 'Agent') : (play.wish.name ?? 'Visitor')}
            </span>
            <span dir="auto">{text}</span>
          </li>
        ))}
      </ol>
      {play.messages.length === 0 && <p class="quiet">Nobody has written yet.</p>}
      {last && (
        <>
          <h3>{`${ACTIONS[last.event]}: answered ${last.answered.status} in ${last.answered.ms} ms`}</h3>
          <AgentCard reply={last.answered.reply} />
          <p class="quiet">{`Events so far: ${play.sent.map(({ event }) => event).join(', ')}`}</p>
        </>
      )}
    </section>
  );
};
