import { crashMatrix } from './kit/crash-matrix';
import { PIPEDRIVE } from './kit/crms';

crashMatrix(PIPEDRIVE, 6, 2);
