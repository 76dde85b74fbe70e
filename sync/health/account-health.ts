import type { Connector } from '../../connectors/connector';
import { CircuitBreaker } from './circuit-breaker';
import { HealthCache, type HealthDeps } from './health-cache';
import { RateLimiter } from './rate-limiter';

/** What stands between us and one CRM account, one of each an instance. */
export interface AccountHealth {
  view: HealthCache;
  circuit: CircuitBreaker;
  budget: RateLimiter;
}

export function healthOf(
  deps: HealthDeps & { health: Map<string, AccountHealth> },
  { name, credential, limits }: Connector,
): AccountHealth {
  const known = deps.health.get(name);
  if (known) return known;
  const view = new HealthCache(deps, name, credential);
  const guard = {
    view,
    circuit: new CircuitBreaker(deps, view),
    budget: new RateLimiter(deps, view, limits),
  };
  deps.health.set(name, guard);
  return guard;
}
