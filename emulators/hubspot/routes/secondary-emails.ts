import { notFound } from '../http/errors';
import type { App, Backend } from '../http/http';
import { requireScope } from '../http/tokens';

/** HubSpot docs: legacy contacts API, "Update a secondary email address"; the path has one version only. */
export function secondaryEmailRoutes(app: App, { state, objects, settings }: Backend): void {
  app.put('/contacts/v1/secondary-email/:vid/email/:email', (c) => {
    if (!settings.secondaryEmailEndpoint) throw notFound();
    requireScope(c.get('scopes'), 'crm.objects.contacts.write');
    const { id, properties } = objects.addSecondaryEmail(c.req.param('vid'), c.req.param('email'));
    const secondaryEmails = (properties.hs_additional_emails ?? '').split(';').filter(Boolean);
    return c.json({ portalId: state.account.portalId, vid: Number(id), secondaryEmails });
  });
}
