import type { ConnectorContext } from '../shared/context';
import type { OwnerList } from '../shared/owners/owner-list';
import type { PipedriveApi } from './api/client';
import type { PipedriveSettings } from './definition';

export interface PipedriveContext extends ConnectorContext<PipedriveApi, PipedriveSettings> {
  owners: OwnerList;
}
