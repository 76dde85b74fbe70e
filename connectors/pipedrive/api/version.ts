/**
 * Pipedrive's API v2 wherever it has the endpoint (docs: Migration guide, read November 2026); notes, users, leads and
 * activity types exist in v1 only.
 */
export const V2 = '/api/v2';
export const V1 = '/api/v1';
