import { HubSpotError, badRequest, nameTaken, notFound } from '../http/errors';
import { bases, inputsOf, jsonBody, type App, type Backend, type RequestContext } from '../http/http';
import { objectType } from '../records/object-types';
import { propertyView, readDefinition, readPropertyPatch } from '../records/property-input';
import { requireScope } from '../http/tokens';
import type { HubSpotState, PropertyDefinition } from '../records/state';

type Settings = Backend['settings'];

const ACTIVITIES: readonly string[] = ['notes', 'tasks', 'calls'];

/** HubSpot docs: Properties API: definitions and their groups. */
export function propertyRoutes(app: App, { state, now, settings }: Backend): void {
  for (const { base } of bases('crm', 'properties')) {
    app.get(`${base}/:type/groups`, (c) => {
      return c.json({ results: state.groups[permitted(c, settings, 'read')] ?? [] });
    });

    app.get(`${base}/:type/groups/:name`, (c) => {
      const group = state.groups[permitted(c, settings, 'read')]?.find(
        ({ name }) => name === c.req.param('name'),
      );
      if (!group) throw notFound();
      return c.json(group);
    });

    app.post(`${base}/:type/groups`, async (c) => {
      const type = permitted(c, settings, 'write');
      const { name, label, displayOrder } = await jsonBody(c);
      if (typeof name !== 'string' || typeof label !== 'string')
        throw badRequest('name and label are required');
      const groups = (state.groups[type] ??= []);
      if (groups.some((group) => group.name === name)) throw nameTaken('property group', name);
      const group = { name, label, displayOrder: Number(displayOrder ?? -1), archived: false };
      groups.push(group);
      return c.json(group, 201);
    });

    app.post(`${base}/:type/batch/create`, async (c) => {
      const type = permitted(c, settings, 'write');
      const startedAt = new Date(now()).toISOString();
      const results: unknown[] = [];
      const errors: Record<string, unknown>[] = [];
      for (const input of inputsOf(await jsonBody(c))) {
        try {
          results.push(propertyView(define({ state, settings }, type, input, now())));
        } catch (error) {
          if (!(error instanceof HubSpotError)) throw error;
          errors.push(error.body);
        }
      }
      return c.json(
        {
          status: 'COMPLETE',
          results,
          ...(errors.length > 0 && { numErrors: errors.length, errors }),
          startedAt,
          completedAt: new Date(now()).toISOString(),
        },
        errors.length > 0 ? 207 : 201,
      );
    });

    app.get(`${base}/:type`, (c) => {
      const archived = c.req.query('archived') === 'true';
      const definitions = state.properties[permitted(c, settings, 'read')] ?? [];
      return c.json({ results: definitions.filter((p) => p.archived === archived).map(propertyView) });
    });

    app.post(`${base}/:type`, async (c) => {
      const type = permitted(c, settings, 'write');
      return c.json(propertyView(define({ state, settings }, type, await jsonBody(c), now())), 201);
    });

    app.get(`${base}/:type/:name`, (c) => {
      return c.json(propertyView(existing(state, permitted(c, settings, 'read'), c.req.param('name'))));
    });

    app.patch(`${base}/:type/:name`, async (c) => {
      const definition = existing(state, permitted(c, settings, 'write'), c.req.param('name'));
      Object.assign(definition, readPropertyPatch(await jsonBody(c)), {
        updatedAt: new Date(now()).toISOString(),
      });
      return c.json(propertyView(definition));
    });

    app.delete(`${base}/:type/:name`, (c) => {
      const definition = existing(state, permitted(c, settings, 'write'), c.req.param('name'));
      if (definition.hubspotDefined) throw badRequest(`Property "${definition.name}" cannot be archived.`);
      definition.archived = true;
      return c.body(null, 204);
    });
  }
}

function permitted(c: RequestContext, { activitySchemaScopes }: Settings, access: 'read' | 'write'): string {
  const { name } = objectType(c.req.param('type') ?? '');
  const own = activitySchemaScopes === 'own' && ACTIVITIES.includes(name);
  const family = own || name === 'companies' || name === 'deals' ? name : 'contacts';
  requireScope(c.get('scopes'), `crm.schemas.${family}.${access}`);
  return name;
}

function existing(state: HubSpotState, type: string, name: string): PropertyDefinition {
  const definition = state.properties[type]?.find((property) => property.name === name && !property.archived);
  if (!definition) throw notFound(`Property "${name}" does not exist`);
  return definition;
}

/** The name of an archived property brings it back, with the definition that was sent (seen in HubSpot's answers). */
function define(
  { state, settings }: Pick<Backend, 'state' | 'settings'>,
  type: string,
  input: Record<string, unknown>,
  now: number,
): PropertyDefinition {
  const definition = readDefinition(input, new Date(now).toISOString());
  const known = (state.properties[type] ??= []);
  const definitions = known.filter(({ name, archived }) => name !== definition.name || !archived);
  if (definitions.some(({ name }) => name === definition.name)) throw nameTaken('property', definition.name);
  if (!state.groups[type]?.some(({ name }) => name === definition.groupName)) {
    throw badRequest(`Property group "${definition.groupName}" does not exist`);
  }
  const unique = definitions.filter(
    ({ hasUniqueValue, hubspotDefined }) => hasUniqueValue && !hubspotDefined,
  );
  if (definition.hasUniqueValue && unique.length >= 10) {
    throw badRequest('An object type can have at most 10 unique properties.');
  }
  if (definition.hasUniqueValue && ACTIVITIES.includes(type) && !settings.uniqueActivities) {
    throw badRequest(`hasUniqueValue is not supported for object type ${type}.`);
  }
  state.properties[type] = [...definitions, definition];
  return definition;
}
