import { crashMatrix } from './kit/crash-matrix';
import { SALESFORCE } from './kit/crms';

crashMatrix(SALESFORCE, 3, 1);
