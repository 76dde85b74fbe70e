import { crashMatrix } from './crash-matrix';
import { SALESFORCE } from './crms';

crashMatrix(SALESFORCE);
