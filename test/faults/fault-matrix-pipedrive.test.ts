import { PIPEDRIVE } from './kit/crms';
import { faultMatrix } from './kit/fault-matrix';

faultMatrix(PIPEDRIVE, 61, 6);
