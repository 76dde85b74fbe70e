import { SALESFORCE } from './kit/crms';
import { faultMatrix } from './kit/fault-matrix';

faultMatrix(SALESFORCE, { scenariosOneIn: 3, from: 1 });
