import { HUBSPOT } from './kit/crms';
import { faultMatrix } from './kit/fault-matrix';

faultMatrix(HUBSPOT, { scenariosOneIn: 2, from: 0 });
