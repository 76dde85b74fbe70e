/**
 * Stands in for `form-data` in the bundle. HubSpot's generated client imports it for file uploads, which no request of
 * ours is, and it brings mime-db: half of the connector's size.
 */
export default class NoFormData {
  constructor() {
    throw new TypeError('File uploads are not part of this bundle');
  }
}
