import { HealthView, type AccountSeen } from '../views/health';
import type { ConsoleSources } from '../sources';
import type { AddPages } from './pages';

/** How the accounts are. */
export const addHealth: AddPages = (app, sources, page) => {
  app.get('/health', async (context) => {
    const accounts = await Promise.all(sources.accounts.map((account) => seen(sources, account)));
    return context.html(page('Health', '/health', <HealthView accounts={accounts} now={sources.now()} />));
  });
};

async function seen({ store }: ConsoleSources, account: string): Promise<AccountSeen> {
  const { queues, health } = store();
  const [summary, known] = await Promise.all([queues.summary(account), health.read(account)]);
  return { account, ...summary, health: known };
}
