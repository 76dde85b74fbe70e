import { crashMatrix } from './kit/crash-matrix';
import { HUBSPOT } from './kit/crms';

crashMatrix(HUBSPOT, 3, 0);
