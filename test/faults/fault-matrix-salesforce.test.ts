import { SALESFORCE } from './crms';
import { faultMatrix } from './fault-matrix';

faultMatrix(SALESFORCE);
