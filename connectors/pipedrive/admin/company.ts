import type { Pipeline } from '../../admin';
import { unlessRefused } from '../../shared/http/response-error';
import { idOf, isObject, objectsOf, textOf, type Json } from '../api/json';
import { V1, V2 } from '../api/version';
import type { PipedriveApi } from '../api/client';

export interface Me {
  domain: string;
  isAdmin: boolean;
}

/** Pipedrive reference v1: "Get current user data". @throws PipedriveResponseError 401 for a wrong token. */
export async function readMe(api: PipedriveApi): Promise<Me> {
  const data = await api.get(`${V1}/users/me`);
  const me: Json = isObject(data) ? data : {};
  const admin = objectsOf(me.access).some((access) => access.app === 'global' && access.admin === true);
  return {
    domain: textOf(me.company_domain) ?? 'unknown',
    isAdmin: admin || me.is_admin === 1 || me.is_admin === true,
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
export function ifAllowed<T>(work: Promise<T>): Promise<T | undefined> {
  return unlessRefused(work, (refusal) => refusal.status === 403 && !refusal.isBusy);
}
