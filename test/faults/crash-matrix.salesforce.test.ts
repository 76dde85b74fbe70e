import { crashMatrix } from './crash-matrix';

describe('the handler’s process is killed while it writes to Salesforce', () => crashMatrix('salesforce'));
