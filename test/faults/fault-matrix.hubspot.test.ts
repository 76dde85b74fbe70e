import { faultMatrix } from './fault-matrix';

describe('one request to HubSpot, or to the table, is hit by a fault', () => faultMatrix('hubspot'));
