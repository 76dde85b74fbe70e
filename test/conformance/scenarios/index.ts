import type { Scenario } from '../scenario';
import { activityScenarios } from './activities';
import { administratorScenarios } from './refusals/administrator';
import { companyScenarios } from './companies';
import { conversationScenarios } from './conversation';
import { createScenarios } from './create';
import { dealScenarios } from './deals';
import { errorScenarios } from './refusals/errors';
import { findScenarios } from './find';
import { linkScenarios } from './links';
import { longScenarios } from './long';
import { mergeScenarios } from './merge';
import { ownerScenarios } from './owner';
import { ownFieldScenarios } from './refusals/own-fields';
import { raceScenarios } from './race';
import { refusedScenarios } from './refusals/refused';
import { refusedActivityScenarios } from './refusals/refused-activities';
import { repeatScenarios } from './repeat';
import { tenantScenarios } from './tenant';
import { untrustedScenarios } from './refusals/untrusted';

/** All that is promised by `connectors/connector.ts`, in the order a person would try it. */
export const SCENARIOS: readonly Scenario[] = [
  ...findScenarios,
  ...createScenarios,
  ...raceScenarios,
  ...mergeScenarios,
  ...ownerScenarios,
  ...conversationScenarios,
  ...activityScenarios,
  ...dealScenarios,
  ...companyScenarios,
  ...linkScenarios,
  ...tenantScenarios,
  ...refusedScenarios,
  ...refusedActivityScenarios,
  ...ownFieldScenarios,
  ...administratorScenarios,
  ...errorScenarios,
  ...repeatScenarios,
  ...untrustedScenarios,
  ...longScenarios,
];
