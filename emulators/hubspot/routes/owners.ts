import { notFound } from '../http/errors';
import { bases, page, pageSize, queryAfter, type App, type Backend } from '../http/http';
import { requireScope } from '../http/tokens';

const MAX_PAGE = 500;

/** HubSpot docs: Owners API. The generated client asks with a slash at the end. */
export function ownerRoutes(app: App, { state }: Backend): void {
  for (const { base } of bases('crm', 'owners')) {
    app.on('GET', [base, `${base}/`], (c) => {
      requireScope(c.get('scopes'), 'crm.objects.owners.read');
      const archived = c.req.query('archived') === 'true';
      const email = c.req.query('email');
      const found = state.owners
        .filter((owner) => owner.archived === archived)
        .filter((owner) => email === undefined || owner.email === email);
      return c.json(page(c, found, queryAfter(c), pageSize(c, MAX_PAGE, 100)));
    });

    app.get(`${base}/:ownerId`, (c) => {
      requireScope(c.get('scopes'), 'crm.objects.owners.read');
      const archived = c.req.query('archived') === 'true';
      const wanted = c.req.param('ownerId');
      const byUserId = c.req.query('idProperty') === 'userId';
      const found = state.owners.find(
        (owner) => owner.archived === archived && (byUserId ? String(owner.userId) : owner.id) === wanted,
      );
      if (!found) throw notFound();
      return c.json(found);
    });
  }
}
