import { HUBSPOT } from './crms';
import { faultMatrix } from './fault-matrix';

faultMatrix(HUBSPOT);
