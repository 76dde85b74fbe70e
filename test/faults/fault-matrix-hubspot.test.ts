import { HUBSPOT } from './kit/crms';
import { faultMatrix } from './kit/fault-matrix';

faultMatrix(HUBSPOT, { scenariosOneIn: 3, from: 0 });
