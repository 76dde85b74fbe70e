import type { LeadDraft } from '../../../connectors/connector';
import { inSession, onTheLine, type Plant, type PlantedFault } from './planting';

const NAMED = 'company: the one of that name is the person’s, whatever its case; of several none is';
const UNASKED = 'company: nothing is made unasked, and a free mailbox’s domain leads to none';
const OFF = 'company: who does not want it has it off';
const ONCE =
  'company: where it is wanted one is made, once, whichever answer is lost and however the search lags';
const IN = ['hubspot', 'pipedrive'];

/** Mistakes with what a person works for. */
export const COMPANY_FAULTS: readonly PlantedFault[] = [
  {
    name: 'nobody is tied to a company',
    caughtBy: NAMED,
    in: IN,
    plant: inSession((session) => ({
      create: (draft: LeadDraft) => session.create({ ...draft, lead: { ...draft.lead, company: undefined } }),
      linkCompany: () => Promise.resolve(),
    })),
  },
  {
    name: 'a company is made of whatever a visitor calls it, though nobody asked for it',
    caughtBy: UNASKED,
    in: IN,
    plant: always('create'),
  },
  {
    name: 'people are tied to companies though the settings say not to',
    caughtBy: OFF,
    in: IN,
    plant: always('link'),
  },
  {
    name: 'nobody looks whether the person has a company already',
    caughtBy: ONCE,
    in: ['hubspot'],
    plant: onTheLine((url, init) => [url.replace('associations=companies', 'associations=deals'), init]),
  },
];

/** Whatever the settings say. */
function always(value: 'link' | 'create'): Plant {
  return (subject) => ({
    ...subject,
    load: (deps) =>
      subject.load({
        ...deps,
        env: { ...deps.env, HUBSPOT_COMPANY: value, PIPEDRIVE_ORGANIZATION: value },
      }),
  });
}
