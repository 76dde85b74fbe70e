import { faultMatrix } from './fault-matrix';

describe('one request to Salesforce, or to the table, is hit by a fault', () => faultMatrix('salesforce'));
