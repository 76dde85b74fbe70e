import { PARAMETER_SUFFIX, parameterOf, type Env } from './env';

/** Names in Systems Manager's Parameter Store, by the variable whose value they hold. */
type ParameterNames = ReadonlyMap<string, string>;

/** What was read from Parameter Store, by parameter name; a parameter that does not exist is absent. */
export type ParameterValues = ReadonlyMap<string, string>;

/** Every variable that is to come from Parameter Store: given by `…_SSM`, and not given outright. */
export function parameterNames(env: Env): ParameterNames {
  return new Map(
    Object.keys(env).flatMap((key) => {
      const variable = key.slice(0, -PARAMETER_SUFFIX.length);
      const parameter = isOurs(key) ? parameterOf(env, variable) : undefined;
      return parameter && !env[variable]?.trim() ? [[variable, parameter] as const] : [];
    }),
  );
}

/** `AWS_ENDPOINT_URL_SSM` ends so, too. */
function isOurs(key: string): boolean {
  return key.endsWith(PARAMETER_SUFFIX) && !key.startsWith('AWS_');
}

/** The environment with its secrets in it, as if every variable had been given outright. */
export function withSecrets(env: Env, names: ParameterNames, values: ParameterValues): Env {
  const secrets = [...names].map(([variable, parameter]) => [variable, values.get(parameter)]);
  return { ...env, ...(Object.fromEntries(secrets) as Env) };
}
