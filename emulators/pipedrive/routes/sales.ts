import { idOf, jsonBody, numberedPage, ok, page, type App, type Backend } from '../http/http';
import { forbidden, invalid, notFound, refusal } from '../http/errors';
import type { Deal, Lead, Organization } from '../records/state';

/** Deals, leads, organizations, pipelines and stages. */
export function salesRoutes(app: App, { state, records, settings, now }: Backend): void {
  const shown = <T extends { written: number }>({ written: _written, ...record }: T) => record;
  const deals = () => {
    if (settings.hidden.has('deals')) throw forbidden();
    return state.deals.filter(({ is_deleted }) => !is_deleted);
  };
  app.get('/api/v2/deals', (c) => {
    const { person_id, status } = c.req.query();
    const found = deals()
      .filter((deal) => !person_id || deal.person_id === Number(person_id))
      .filter((deal) => !status || status.split(',').includes(deal.status));
    return page(c, sorted(found, c.req.query()), (some) => (some as Deal[]).map(shown));
  });
  app.get('/api/v2/deals/:id', (c) => {
    const deal = deals().find(({ id }) => id === idOf(c));
    if (!deal) throw notFound('Deal');
    return ok(c, shown(deal));
  });
  app.post('/api/v2/deals', async (c) => {
    deals();
    return ok(c, shown(records.createDeal(await jsonBody(c), c.get('user'))));
  });
  app.patch('/api/v2/deals/:id', async (c) => {
    const deal = deals().find(({ id }) => id === idOf(c));
    if (!deal) throw notFound('Deal');
    return ok(c, shown(records.changeDeal(deal, await jsonBody(c))));
  });
  app.delete('/api/v2/deals/:id', (c) => {
    const deal = deals().find(({ id }) => id === idOf(c));
    if (!deal) throw notFound('Deal');
    deal.is_deleted = true;
    return ok(c, { id: deal.id });
  });

  const leads = () => {
    if (settings.hidden.has('leads')) throw refusal(403, 'Leads feature is not enabled for the company');
    return state.leads.filter(({ is_deleted }) => !is_deleted);
  };
  const shownLead = (lead: Lead) => ({ ...shown(lead), is_deleted: undefined, source_name: 'API' });
  // Pipedrive changelog: archived leads have a list of their own.
  app.get('/api/v1/leads', (c) => {
    const person = Number(c.req.query('person_id') ?? 0);
    const found = leads().filter((lead) => !lead.is_archived && (!person || lead.person_id === person));
    return numberedPage(c, found.map(shownLead));
  });
  app.get('/api/v1/leads/archived', (c) =>
    numberedPage(
      c,
      leads()
        .filter((lead) => lead.is_archived)
        .map(shownLead),
    ),
  );
  app.get('/api/v1/leads/:id', (c) => {
    const lead = leads().find(({ id }) => id === c.req.param('id'));
    if (!lead) throw notFound('Lead');
    return ok(c, shownLead(lead));
  });
  app.post('/api/v1/leads', async (c) => {
    leads();
    return c.json(
      { success: true, data: shownLead(records.createLead(await jsonBody(c), c.get('user'))) },
      201,
    );
  });
  app.delete('/api/v1/leads/:id', (c) => {
    const lead = leads().find(({ id }) => id === c.req.param('id'));
    if (!lead) throw notFound('Lead');
    lead.is_deleted = true;
    return ok(c, { id: lead.id });
  });
  app.get('/api/v1/leadLabels', (c) => ok(c, state.leadLabels));
  app.post('/api/v1/leadLabels', async (c) => {
    const { name, color } = await jsonBody(c);
    if (!c.get('user').is_admin) throw refusal(403, 'Only an admin can add lead labels');
    if (!['green', 'blue', 'red', 'yellow', 'purple', 'gray'].includes(String(color))) {
      throw refusal(400, 'The color is not one of those allowed');
    }
    const label = {
      id: `00000000-0000-4000-8000-${String(records.nextId()).padStart(12, '0')}`,
      name: String(name),
      color: String(color),
    };
    state.leadLabels.push(label);
    return c.json({ success: true, data: label }, 201);
  });

  app.get('/api/v2/organizations/search', (c) => {
    const { term = '', exact_match } = c.req.query();
    const wanted = term.toLowerCase();
    const found = state.organizations.filter(({ name, is_deleted, written }) => {
      const text = name.toLowerCase();
      return (
        !is_deleted &&
        written + settings.searchLagMs <= now() &&
        (exact_match === 'true' ? text === wanted : text.includes(wanted))
      );
    });
    return page(c, found, (some) => ({
      items: (some as { id: number; name: string }[]).map(({ id, name }) => ({
        result_score: 0.5,
        item: { id, type: 'organization', name },
      })),
    }));
  });
  app.get('/api/v2/organizations', (c) => {
    const { sort_by = 'id', sort_direction = 'asc' } = c.req.query();
    if (!['id', 'add_time', 'update_time'].includes(sort_by))
      throw refusal(400, 'Validation failed: sort_by');
    const living = state.organizations.filter(({ is_deleted }) => !is_deleted);
    // Ids are given in order of making.
    const sorted = living.toSorted((a, b) => a.id - b.id);
    return page(c, sort_direction === 'desc' ? sorted.reverse() : sorted, (some) =>
      (some as Organization[]).map(shown),
    );
  });
  app.get('/api/v2/organizations/:id', (c) => {
    const organization = state.organizations.find(({ id, is_deleted }) => id === idOf(c) && !is_deleted);
    if (!organization) throw notFound('Organization');
    return ok(c, shown(organization));
  });
  app.post('/api/v2/organizations', async (c) =>
    ok(c, shown(records.createOrganization(await jsonBody(c), c.get('user')))),
  );
  app.patch('/api/v2/organizations/:id', async (c) => {
    const organization = state.organizations.find(({ id, is_deleted }) => id === idOf(c) && !is_deleted);
    if (!organization) throw notFound('Organization');
    return ok(c, shown(records.updateOrganization(organization, await jsonBody(c))));
  });
  app.get('/api/v2/pipelines', (c) => page(c, state.pipelines, (some) => some));
  app.get('/api/v2/stages', (c) => {
    const pipeline = Number(c.req.query('pipeline_id') ?? 0);
    return page(
      c,
      state.stages.filter(({ pipeline_id }) => !pipeline || pipeline_id === pipeline),
      (some) => some,
    );
  });
}

/** Pipedrive reference: Deals, `sort_by` and `sort_direction`: by id and upwards unless told. */
function sorted(deals: readonly Deal[], { sort_by = 'id', sort_direction = 'asc' }: Record<string, string>) {
  if (!['id', 'update_time', 'add_time'].includes(sort_by))
    throw invalid('sort_by', 'Invalid value for sort_by.');
  if (!['asc', 'desc'].includes(sort_direction))
    throw invalid('sort_direction', 'Invalid value for sort_direction.');
  const key = (deal: Deal) => deal[sort_by as 'id' | 'update_time' | 'add_time'];
  const upwards = deals.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  return sort_direction === 'desc' ? upwards.toReversed() : upwards;
}
