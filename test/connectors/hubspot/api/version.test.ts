import { versionedPath } from '../../../../connectors/hubspot/api/version';

describe('versionedPath', () => {
  it.each([
    ['/crm/v3/objects/contacts/search', '/crm/objects/2026-03/contacts/search'],
    ['/crm/v3/owners/', '/crm/owners/2026-03/'],
    ['/account-info/v3/details', '/account-info/2026-03/details'],
  ])('%s', (v3, dated) => {
    expect(versionedPath(v3, '2026-03')).toBe(dated);
    expect(versionedPath(v3, 'v3')).toBe(v3);
  });
});
