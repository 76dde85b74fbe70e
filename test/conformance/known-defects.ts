const OWNER_NOT_TOLD = 'tasks.ts leaves the owner out silently';
const NO_DEFAULT = 'tasks.ts gives the task to nobody in particular';

/**
 * Scenarios a connector does not pass yet, and where it fails. Each is run and must fail: whoever mends the connector
 * is told to remove its line.
 */
export const KNOWN_DEFECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  salesforce: {
    'refused: an owner who has left: the note is written without them, and it is told': OWNER_NOT_TOLD,
    'refused: an owner who has left: the note is the default owner’s, if there is one': NO_DEFAULT,
    'refused: an owner who has left: the task is written without them, and it is told': OWNER_NOT_TOLD,
    'refused: an owner who has left: the task is the default owner’s, if there is one': NO_DEFAULT,
    'refused: an owner who has left: the call is written without them, and it is told': OWNER_NOT_TOLD,
    'refused: an owner who has left: the call is the default owner’s, if there is one': NO_DEFAULT,
    'refused: a note that goes on keeps what was told of its owner': OWNER_NOT_TOLD,
  },
};
