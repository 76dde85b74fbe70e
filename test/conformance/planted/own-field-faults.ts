import type { LeadDraft } from '../../../connectors/connector';
import { crmRecord } from '../../leads/record';
import { inSession, refused, type PlantedFault } from './planting';

const KNOWN = 'own fields: of a new lead, known: what a field of any kind cannot hold is left out and told';
const UNKNOWN =
  'own fields: of a known one, not known yet: what a field of any kind cannot hold is left out and told';
const GOOD = 'own fields: of a known one: a value goes in as the field’s own kind';
const FOUND = 'own fields: a person is found by what such a field holds, and nobody by anything else';

/** Mistakes with the fields that a company's maps fill. */
export const OWN_FIELD_FAULTS: readonly PlantedFault[] = [
  {
    name: 'a value no field can hold costs the lead',
    caughtBy: KNOWN,
    plant: inSession((session) => ({
      async create(draft: LeadDraft) {
        const created = await session.create(draft);
        if (created.outcome === 'created' && created.refused.length > 0) throw refused('HTTP 400');
        return created;
      },
    })),
  },
  {
    name: 'a value no field can hold is dropped silently',
    caughtBy: UNKNOWN,
    plant: inSession((session) => ({
      update: async (record, changes) => ({ ...(await session.update(record, changes)), refused: [] }),
    })),
  },
  {
    name: 'one value no field can hold takes the others with it',
    caughtBy: KNOWN,
    plant: inSession((session) => ({
      create: ({ mapped, ...draft }: LeadDraft) =>
        session.create({ ...draft, mapped: mapped?.filter(({ value }) => value !== 'Gold') }),
    })),
  },
  {
    name: 'the maps are forgotten of somebody who is known',
    caughtBy: GOOD,
    plant: inSession((session) => ({
      update: (record, { mapped: _forgotten, ...changes }) => session.update(record, changes),
    })),
  },
  {
    name: 'the fields are never learned',
    caughtBy: GOOD,
    plant: inSession(() => ({ learnFields: () => Promise.resolve() })),
  },
  {
    name: 'a field of the company’s finds whoever has any value in it',
    caughtBy: FOUND,
    plant: inSession((session) => ({
      async findByField(field, value) {
        const found = await session.findByField!(field, value);
        return found.length > 0
          ? found
          : session.find({ email: 'anybody@example.com' }).then(() => [crmRecord()]);
      },
    })),
  },
  {
    name: 'nobody is found by a field of the company’s',
    caughtBy: FOUND,
    plant: inSession(() => ({ findByField: () => Promise.resolve([]) })),
  },
];
