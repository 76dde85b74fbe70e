import { faultMatrix } from './kit/fault-matrix';
import { hubspotAfterSetup } from './kit/hubspot-after-setup';

faultMatrix(hubspotAfterSetup(), 97);
