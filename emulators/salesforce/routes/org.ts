import type { Backend } from '../backend';
import type { Router } from '../http/router';

/** What the org says of itself (Salesforce docs: Limits, Resources by Version). */
export function orgRoutes(router: Router, { limit }: Backend): void {
  router.on('GET', '/limits', () => ({
    status: 200,
    body: {
      DailyApiRequests: { Max: limit.maximum(), Remaining: limit.remaining() },
      DataStorageMB: { Max: 1024, Remaining: 1020 },
    },
  }));

  router.on('GET', '', ({ version }) => {
    const base = `/services/data/${version}`;
    const names = [
      'sobjects',
      'query',
      'queryAll',
      'search',
      'parameterizedSearch',
      'composite',
      'limits',
      'tooling',
    ];
    return { status: 200, body: Object.fromEntries(names.map((name) => [name, `${base}/${name}`])) };
  });
}
