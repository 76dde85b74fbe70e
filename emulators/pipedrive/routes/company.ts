import { createHash } from 'node:crypto';
import { forbidden, invalid, refusal } from '../http/errors';
import { jsonBody, ok, page, type App, type Backend } from '../http/http';
import type { Field, User } from '../records/state';

const FIELD_TYPES =
  'varchar varchar_auto text double monetary enum set user org people phone date daterange time timerange address';

/** Users, fields and activity types. */
export function companyRoutes(app: App, { state, settings, records }: Backend): void {
  const { company } = state;
  const shown = (user: User, me: User) => ({
    ...user,
    activated: true,
    is_you: user.id === me.id,
    is_admin: user.is_admin ? 1 : 0,
  });
  app.get('/api/v1/users/me', (c) =>
    ok(c, {
      ...shown(c.get('user'), c.get('user')),
      company_id: company.id,
      company_name: company.name,
      company_domain: company.domain,
    }),
  );
  app.get('/api/v1/users', (c) => {
    if (settings.hidden.has('users')) throw forbidden();
    return ok(
      c,
      state.users.map((user) => shown(user, c.get('user'))),
    );
  });
  app.get('/api/v1/activityTypes', (c) => ok(c, state.activityTypes));
  for (const kind of ['personFields', 'dealFields', 'organizationFields'] as const) {
    app.get(`/api/v2/${kind}`, (c) => {
      if (settings.hidden.has('fields')) throw forbidden();
      return page(c, state[kind], (some) => some);
    });
    app.post(`/api/v2/${kind}`, async (c) => {
      const { field_name, field_type } = await jsonBody(c);
      if (!c.get('user').is_admin) throw forbidden();
      if (typeof field_name !== 'string' || field_name === '')
        throw invalid('field_name', 'This field is required.');
      if (!FIELD_TYPES.split(' ').includes(String(field_type)))
        throw invalid('field_type', 'This value is not allowed.');
      if (state[kind].filter(({ is_custom_field }) => is_custom_field).length >= 100) {
        throw refusal(403, 'Custom fields limit reached.', 'feature_capping_custom_fields_limit');
      }
      return ok(c, addField(state[kind], field_name, String(field_type), records.nextId()));
    });
  }
}

/** A custom field: its key is a hash, another one in every company. */
export function addField(fields: Field[], field_name: string, field_type: string, seed: number): Field {
  const field_code = createHash('sha1').update(`${seed} ${field_name}`).digest('hex');
  const options = ['enum', 'set'].includes(field_type) ? [{ id: seed + 500, label: 'Yes' }] : null;
  const field = { field_code, field_name, field_type, options, is_custom_field: true };
  fields.push(field);
  return field;
}
