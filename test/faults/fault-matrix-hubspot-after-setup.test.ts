import { faultMatrix } from './fault-matrix';
import { hubspotAfterSetup } from './hubspot-after-setup';

faultMatrix(hubspotAfterSetup(), 97);
