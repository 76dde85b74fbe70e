import type { Finding, Pipeline } from '../../admin';
import { wrong } from '../findings';

/**
 * Fields the agent is to see and nobody has.
 * @param missing why they are not seen: "contacts have no such property".
 */
export function replyFieldFindings(
  variable: string,
  unknown: readonly (readonly [title: string, field: string])[],
  missing: string,
  remedy: string,
): Finding[] {
  return unknown.map(([title, field]) =>
    wrong(`${variable} shows ${field} as "${title}", and ${missing}`, remedy),
  );
}

/**
 * A setting that must name one of what there is.
 * @param known undefined where nobody tells it. @param which what it is not: "does not exist", "is no activity type".
 */
export function amongFindings(
  setting: string,
  given: string | undefined,
  known: readonly string[] | undefined,
  which = 'does not exist',
  these = 'these',
): Finding[] {
  if (given === undefined || !known || known.includes(given)) return [];
  return [
    wrong(`${setting} ${given} ${which}`, `Take one of ${these}: ${known.join(', ') || 'there is none'}`),
  ];
}

/**
 * Whether deals can be put where settings or a rule want them.
 * @param pipelines undefined where nobody tells them.
 * @param names how pipeline and stage are called there: the settings' names.
 */
export function stageFindings(
  pipelines: readonly Pipeline[] | undefined,
  { pipeline, stage }: { pipeline?: string; stage?: string },
  names: { pipeline: string; stage: string },
): Finding[] {
  if (!pipelines) return [];
  const ids = pipelines.flatMap(({ id }) => id ?? []);
  // Where a CRM has no pipelines none is looked for.
  const isNamed = pipeline !== undefined && ids.length > 0;
  const own = isNamed ? pipelines.filter(({ id }) => id === pipeline) : [];
  const isThere = own.length > 0;
  const which = isThere ? `is no stage of the pipeline ${pipeline}` : undefined;
  const stages = (isThere ? own : pipelines).flatMap((one) => one.stages);
  return [
    ...(isNamed ? amongFindings(names.pipeline, pipeline, ids, undefined, IDS) : []),
    ...amongFindings(names.stage, stage, stages, which, IDS),
  ];
}

const IDS = 'these internal ids';
