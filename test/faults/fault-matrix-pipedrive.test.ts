import { PIPEDRIVE } from './kit/crms';
import { faultMatrix } from './kit/fault-matrix';

faultMatrix(PIPEDRIVE, { oneIn: 61, scenariosOneIn: 6 });
