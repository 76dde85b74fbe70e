import { crashMatrix } from './crash-matrix';
import { HUBSPOT } from './crms';

crashMatrix(HUBSPOT);
