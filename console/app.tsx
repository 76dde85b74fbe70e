import { Hono } from 'hono';
import { composeEvent } from '../jivochat/compose-event';
import { StoreError } from '../store/errors';
import { access, HEADERS } from './access';
import { Page, type Place } from './page';
import { addEvent } from './pages/event';
import { addHealth } from './pages/health';
import { addLive } from './pages/live';
import type { MakePage } from './pages/pages';
import { addParked } from './pages/parked';
import { addPeople } from './pages/people';
import { addRules } from './pages/rules';
import { eventOf, readSendForm } from './send/form';
import { Plays, type Play } from './send/plays';
import type { ConsoleSources, SandboxSource } from './sources';
import { STYLE } from './style';
import { CrmView } from './views/crm';
import { SendView } from './views/send';

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1559c7"/><path d="M8 10h16v10H15l-5 4v-4H8z" fill="#fff"/></svg>';

/**
 * The console: what came, what became of it and why. It is served on this machine only.
 * @param token whoever has it may look
 */
export function createConsole(sources: ConsoleSources, token: string): Hono {
  const { sandbox, stage } = sources;
  const places: Place[] = [
    ...(sandbox ? [{ path: '/send', label: 'Send' }] : []),
    ...(sandbox?.records ? [{ path: '/crm', label: 'CRM' }] : []),
    { path: '/live', label: 'Live' },
    { path: '/parked', label: 'Parked' },
    { path: '/people', label: 'People' },
    { path: '/rules', label: 'Rules' },
    { path: '/health', label: 'Health' },
  ];
  const app = new Hono();
  const page: MakePage = (title, here, content, { live } = {}) => (
    <Page title={title} stage={stage} places={places} here={here} live={live}>
      {content}
    </Page>
  );

  app.use(async (context, next) => {
    const { req } = context;
    const { pathname, search } = new URL(req.url);
    const found = access({ method: req.method, url: pathname + search, headers: req.header() }, token);
    for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
    if (found.let === 'in') return next();
    if (found.let === 'out') return context.text(`${found.reason}\n`, 403);
    context.header('set-cookie', found.cookie);
    return context.redirect(found.location, 303);
  });
  app.get('/console/style.css', (context) =>
    context.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }),
  );
  app.get('/console/icon.svg', (context) => context.body(ICON, 200, { 'content-type': 'image/svg+xml' }));
  app.get('/', (context) => context.redirect(places[0]?.path ?? '/', 303));
  if (sandbox) addSend(app, sandbox, sources.now, page);
  if (sandbox?.records) {
    const { records } = sandbox;
    app.get('/crm', (context) =>
      context.html(page('What the CRM holds', '/crm', <CrmView records={records()} />)),
    );
    app.get('/crm.json', (context) => context.json(records()));
  }
  for (const add of [addLive, addEvent, addParked, addPeople, addRules, addHealth]) add(app, sources, page);
  app.onError((error, context) => {
    if (!(error instanceof StoreError)) throw error;
    return context.html(
      page('The table does not answer', '', <p class="notice bad">{error.message}</p>),
      503,
    );
  });
  app.notFound((context) => context.html(page('Not found', '', <p>There is nothing here.</p>), 404));
  return app;
}

function addSend(app: Hono, sandbox: SandboxSource, now: () => number, page: MakePage): void {
  const plays = new Plays();
  app.get('/send', (context) => {
    const play = plays.find(Number(context.req.query('chat')));
    return context.html(page('Send, in place of JivoChat', '/send', <SendView play={play} />));
  });
  app.post('/send', async (context) => {
    const form = readSendForm(await context.req.parseBody());
    if (!form) return context.text('This form is not known.\n', 400);
    const found = form.chatId === undefined ? undefined : plays.find(form.chatId);
    const play = found ?? plays.begin(form.wish);
    const { message, ...visitor } = form.wish;
    play.wish = visitor;
    if (message !== undefined && form.action !== 'offline_message') {
      play.messages.push({ from: form.action === 'answer' ? 'agent' : 'visitor', text: message, at: now() });
    }
    await send(play, form.action, message);
    return context.redirect(`/send?chat=${play.chatId}`, 303);
  });

  async function send(play: Play, action: Parameters<typeof eventOf>[0], message: string | undefined) {
    const event = eventOf(action);
    if (!event) return;
    const body = composeEvent(event, { ...play.wish, message }, play, now());
    play.sent.push({ event, at: now(), answered: await sandbox.post(JSON.stringify(body)) });
  }
}
