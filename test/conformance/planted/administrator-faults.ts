import { inSession, refused, type PlantedFault } from './planting';

const HIDDEN = 'administrator: what is hidden from the integration’s user costs no lead and no activity';
const RETYPED = 'administrator: a field of another type costs only the value, and the core learns it';
const DEMANDED = 'administrator: a field that every task must have is filled from the configuration';
const UNTIED = 'administrator: a person to whom no activity can be tied: it is written once, and names them';

/** Mistakes with what an administrator of the CRM hides, retypes and demands. */
export const ADMINISTRATOR_FAULTS: readonly PlantedFault[] = [
  {
    name: 'a look-up of owners that finds nobody at all is an error',
    caughtBy: HIDDEN,
    plant: inSession((session) => ({
      async findOwners(logins) {
        const found = await session.findOwners(logins);
        if (logins.length > 0 && found.size === 0) throw refused('HTTP 403');
        return found;
      },
    })),
  },
  {
    name: 'a value of another type costs the lead',
    caughtBy: RETYPED,
    plant: inSession((session) => ({
      async update(record, changes) {
        const saved = await session.update(record, changes);
        if (saved.refused.length > 0) throw refused('HTTP 400');
        return saved;
      },
    })),
  },
  {
    name: 'a value of another type is dropped silently',
    caughtBy: RETYPED,
    plant: inSession((session) => ({
      update: async (record, changes) => ({ ...(await session.update(record, changes)), refused: [] }),
    })),
  },
  {
    name: 'what is demanded of tasks is a matter of trying again',
    caughtBy: DEMANDED,
    in: ['salesforce', 'memory'],
    plant: inSession((session) => ({
      saveTask: (ref, task) =>
        session.saveTask(ref, task).catch(() => {
          throw new Error('try again');
        }),
    })),
  },
  {
    name: 'what is demanded is filled in tasks and not in calls',
    caughtBy: DEMANDED,
    in: ['salesforce', 'memory'],
    plant: inSession((session) => ({
      saveCall: () => Promise.reject(refused(`HTTP 400 in ${session.constructor.name}`)),
    })),
  },
  {
    name: 'a task that cannot be tied is made anew by every attempt',
    caughtBy: UNTIED,
    in: ['salesforce'],
    plant: inSession((session) => ({
      saveTask: (ref, { marker, ...task }) =>
        session.saveTask(ref, { ...task, marker: `${marker}${Math.random()}` }),
    })),
  },
  {
    name: 'who became another record is found as the old one',
    caughtBy: 'find: who became another record with another address is found by the old one, once',
    in: ['salesforce', 'memory'],
    plant: inSession((session) => ({
      async find(person) {
        const found = await session.find(person);
        return found.filter(({ emails }) => !person.email || emails.includes(person.email));
      },
    })),
  },
];
