import { CrmRefusedError, CrmUnavailableError, isCrmError } from '../../../connectors/errors';
import { DETAILS, inConnector, onError, refused, type PlantedFault } from './planting';

/** Mistakes with what a CRM refuses, or does not answer. */
export const ERROR_FAULTS: readonly PlantedFault[] = [
  {
    name: 'an outage is taken for something a person must mend',
    caughtBy: 'error: the CRM is down: every step says that trying again can help',
    plant: onError((error) => (error instanceof CrmUnavailableError ? refused('HTTP 503') : error)),
  },
  {
    name: 'a wrong credential is tried again for ever',
    caughtBy: 'error: a wrong credential is for a person to mend, and the error says how',
    plant: onError((error) =>
      error instanceof CrmRefusedError ? new CrmUnavailableError('HTTP 401', DETAILS) : error,
    ),
  },
  {
    name: 'errors leave the connector as they come',
    caughtBy: 'error: the CRM is down: every step says that trying again can help',
    plant: onError((error) => (isCrmError(error) ? new Error(error.message) : error)),
  },
  {
    name: 'how long the CRM asks to wait is lost',
    caughtBy: 'error: how long the CRM asks to wait is passed on',
    plant: onError((error) =>
      error instanceof CrmUnavailableError ? new CrmUnavailableError('HTTP 429', DETAILS) : error,
    ),
  },
  {
    name: 'that a write may have happened is lost',
    caughtBy: 'error: a write whose answer was lost may have happened',
    plant: onError((error) =>
      error instanceof CrmUnavailableError ? new CrmUnavailableError('no answer', DETAILS) : error,
    ),
  },
  {
    name: 'the deadline is not kept',
    caughtBy: 'error: the CRM does not answer: every step ends at the deadline',
    plant: inConnector((connector) => ({
      open: (call) => connector.open({ ...call, signal: AbortSignal.timeout(2_000) }),
    })),
  },
];
