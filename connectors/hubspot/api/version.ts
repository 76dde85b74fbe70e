/**
 * The one place that names HubSpot's API version. The generated client only knows the v3 paths, which lose support in
 * September 2027; the dated paths have the same bodies (HubSpot changelog: "Legacy APIs and legacy apps: what's going
 * unsupported and when"). Setting this to `2026-03` moves every request over.
 */
export const API_VERSION: string = 'v3';

/** Rewrites a path of the generated client to the version in use. */
export function versionedPath(path: string, version = API_VERSION): string {
  if (version === 'v3') return path;
  return path.replace(
    /^\/(crm|account-info)\/v3\/([^/?]+)?/,
    (_all, family: string, area: string | undefined) =>
      family === 'crm' ? `/crm/${area}/${version}` : `/account-info/${version}/${area}`,
  );
}
