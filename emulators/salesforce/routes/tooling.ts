import type { Backend } from '../backend';
import { jsonObject } from '../http/body';
import { makeCustomField } from '../schema/custom-fields';
import { insufficientAccess, notFound } from '../http/errors';
import type { Router } from '../http/router';

/** Salesforce docs: Tooling API, CustomField; creation only. */
export function toolingRoutes(router: Router, backend: Backend): void {
  router.on('POST', '/tooling/sobjects/:type', (request, param) => {
    if (param('type') !== 'CustomField') throw notFound();
    if (!backend.settings.mayChangeSetup) throw insufficientAccess();
    const record = makeCustomField(backend, jsonObject(request.json()), request.userId);
    return { status: 201, body: { id: record.id, success: true, errors: [], warnings: [], infos: [] } };
  });
}
