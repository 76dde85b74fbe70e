import type { ConnectorSession } from '../../../connectors/connector';
import { inSession, refused, type PlantedFault } from './planting';

const NOTE_TOLD = 'refused: an owner who has left: the note is written without them, and it is told';
const TASK_TOLD = 'refused: an owner who has left: the task is written without them, and it is told';
const CALL_TOLD = 'refused: an owner who has left: the call is written without them, and it is told';

/** Mistakes with values that a CRM refuses of notes, tasks and calls, and with people who may not be edited. */
export const ACTIVITY_FAULTS: readonly PlantedFault[] = [
  {
    name: 'an owner who has left costs the note',
    caughtBy: NOTE_TOLD,
    plant: inSession((session) => ({
      async saveConversation(ref, conversation, written) {
        await requireActive(session, conversation.ownerId);
        return session.saveConversation(ref, conversation, written);
      },
    })),
  },
  {
    name: 'an owner who has left costs the task',
    caughtBy: TASK_TOLD,
    plant: inSession((session) => ({
      async saveTask(ref, task) {
        await requireActive(session, task.ownerId);
        return session.saveTask(ref, task);
      },
    })),
  },
  {
    name: 'an owner who has left costs the call',
    caughtBy: CALL_TOLD,
    plant: inSession((session) => ({
      async saveCall(ref, call, callId) {
        await requireActive(session, call.ownerId);
        return session.saveCall(ref, call, callId);
      },
    })),
  },
  {
    name: 'an owner who has left is left out of a task silently',
    caughtBy: TASK_TOLD,
    plant: inSession((session) => ({
      saveTask: (ref, { ownerId: _left, ...task }) => session.saveTask(ref, task),
    })),
  },
  {
    name: 'what was told of a note’s owner is gone when the chat goes on',
    caughtBy: 'refused: a note that goes on keeps what was told of its owner',
    in: ['hubspot', 'pipedrive'],
    plant: inSession((session) => ({
      saveConversation: (ref, conversation, written) =>
        session.saveConversation(
          ref,
          conversation,
          written.map(({ id, hash }) => ({ id, hash })),
        ),
    })),
  },
  {
    name: 'a task whose owner has left is nobody’s although there is a default owner',
    caughtBy: 'refused: an owner who has left: the task is the default owner’s, if there is one',
    plant: inSession((session) => ({
      saveTask: (ref, { ownerId: _left, ...task }) => session.saveTask(ref, task),
    })),
  },
  {
    name: 'a remark is cut at 4,000 characters in a task',
    caughtBy: 'long: an agent’s comment of many lines stands whole in note, task and call',
    plant: inSession((session) => ({
      saveTask: (ref, { remarks, ...task }) =>
        session.saveTask(ref, {
          ...task,
          remarks: remarks.map((remark) => ({ ...remark, value: remark.value.slice(0, 4_000) })),
        }),
    })),
  },
  {
    name: 'a recording link the CRM does not take costs the call',
    caughtBy:
      'refused: a recording link without encryption: the call is logged to its end, and the link can be read',
    plant: inSession((session) => ({
      async saveCall(ref, call, callId) {
        if (call.recordUrl?.startsWith('http:')) throw refused('HTTP 400');
        return session.saveCall(ref, call, callId);
      },
    })),
  },
  {
    name: 'a recording link the CRM does not take is dropped',
    caughtBy:
      'refused: a recording link without encryption: the call is logged to its end, and the link can be read',
    plant: inSession((session) => ({
      saveCall: (ref, { recordUrl, ...call }, callId) =>
        session.saveCall(ref, recordUrl?.startsWith('https:') ? { ...call, recordUrl } : call, callId),
    })),
  },
  {
    name: 'a person who may not be edited is an error',
    caughtBy: 'refused: every edit of a person: nothing is changed, all is told, note and task are written',
    plant: inSession((session) => ({
      async update(record, changes) {
        const saved = await session.update(record, changes);
        if (saved.refused.length > 0) throw refused('HTTP 403');
        return saved;
      },
    })),
  },
  {
    name: 'what a person who may not be edited told is lost silently',
    caughtBy: 'refused: every edit of a person: nothing is changed, all is told, note and task are written',
    plant: inSession((session) => ({
      update: async (record, changes) => ({ ...(await session.update(record, changes)), refused: [] }),
    })),
  },
  {
    name: 'a further e-mail that the account did not take is taken for written',
    caughtBy: 'merge: a further e-mail stands in the record or is told, however the account takes it',
    in: ['hubspot'],
    plant: inSession((session) => ({
      update: async (record, changes) => ({ ...(await session.update(record, changes)), refused: [] }),
    })),
  },
];

async function requireActive(session: ConnectorSession, ownerId: string | undefined): Promise<void> {
  if (ownerId && !(await session.findOwners([ownerId])).has(ownerId)) throw refused('HTTP 400');
}
