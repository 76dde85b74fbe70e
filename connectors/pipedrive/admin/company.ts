import type { Pipeline } from '../../admin';
import { unlessRefused } from '../../shared/http/response-error';
import { readMe } from '../api/account';
import { idOf, objectsOf, textOf, type Json } from '../api/json';
import { V2 } from '../api/version';
import type { PipedriveApi } from '../api/client';

/** The token's user and their company. @throws PipedriveResponseError 401 for a wrong token. */
export async function readUser(api: PipedriveApi): Promise<{ domain: string; isAdmin: boolean }> {
  const { company_domain, access, is_admin } = await readMe(api);
  const isAdmin = objectsOf(access).some(({ app, admin }) => app === 'global' && admin === true);
  return {
    domain: textOf(company_domain) ?? 'unknown',
    isAdmin: isAdmin || is_admin === 1 || is_admin === true,
  };
}

/** Undefined where the token may not see them. */
export function readPersonFields(api: PipedriveApi): Promise<Json[] | undefined> {
  return ifAllowed(api.list(`${V2}/personFields`, {}));
}

/** What deals can be put into; undefined where this token may not ask. */
export async function readPipelines(api: PipedriveApi): Promise<readonly Pipeline[] | undefined> {
  const pipelines = await ifAllowed(api.list(`${V2}/pipelines`, {}));
  const stages = await ifAllowed(api.list(`${V2}/stages`, {}));
  return (
    stages &&
    pipelines?.map(({ id }) => {
      const own = stages.filter(({ pipeline_id }) => pipeline_id === id);
      return { id: idOf(id), stages: own.flatMap((stage) => idOf(stage.id) ?? []) };
    })
  );
}

/** The answer, or undefined where this token may not ask. */
export const ifAllowed = <T>(work: Promise<T>) => unlessRefused(work, [403]);
