import { SALESFORCE } from './kit/crms';
import { faultMatrix } from './kit/fault-matrix';

faultMatrix(SALESFORCE, { scenariosOneIn: 2, from: 1 });
