import { faultMatrix } from './kit/fault-matrix';
import { hubspotAfterSetup } from './kit/hubspot-after-setup';

faultMatrix(hubspotAfterSetup(), { scenariosOneIn: 6, from: 2 });
