import { faultMatrix } from './kit/fault-matrix';
import { hubspotAfterSetup } from './kit/hubspot-after-setup';

faultMatrix(hubspotAfterSetup(), { oneIn: 47, scenariosOneIn: 4, from: 1 });
