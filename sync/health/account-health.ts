import type { Connector } from '../../connectors/connector';
import { CircuitBreaker } from './circuit-breaker';
import { HealthCache, type HealthDeps } from './health-cache';
import { RateLimiter } from './rate-limiter';

/** What stands between us and one CRM account, one of each an instance. */
export interface AccountHealth {
  cache: HealthCache;
  circuit: CircuitBreaker;
  limiter: RateLimiter;
}

export function healthOf(
  deps: HealthDeps & { health: Map<string, AccountHealth> },
  { account: { name }, credential, limits }: Connector,
): AccountHealth {
  const made = deps.health.get(name);
  if (made) return made;
  const cache = new HealthCache(deps, name, credential);
  const health = {
    cache,
    circuit: new CircuitBreaker(deps, cache),
    limiter: new RateLimiter(deps, cache, limits),
  };
  deps.health.set(name, health);
  return health;
}
