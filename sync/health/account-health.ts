import type { Connector } from '../../connectors/connector';
import { CircuitBreaker } from './circuit-breaker';
import type { SyncDeps } from '../context';
import { HealthView } from './health-cache';
import { RequestBudget } from './rate-limiter';

/** What stands between us and one CRM account, one of each an instance. */
export interface CrmGuard {
  view: HealthView;
  circuit: CircuitBreaker;
  budget: RequestBudget;
}

export function guardOf(deps: SyncDeps, { name, credential, limits }: Connector): CrmGuard {
  const known = deps.guards.get(name);
  if (known) return known;
  const view = new HealthView(deps, name, credential);
  const guard = {
    view,
    circuit: new CircuitBreaker(deps, view),
    budget: new RequestBudget(deps, view, limits),
  };
  deps.guards.set(name, guard);
  return guard;
}
