/**
 * Scenarios a connector does not pass yet, and where it fails. Each is run and must fail: whoever mends the connector
 * is told to remove its line.
 */
export const KNOWN_DEFECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  salesforce: {
    'error: the CRM answers with something else: every step says that trying again can help':
      'a 200 with a page instead of JSON leaves index.ts as a TypeError',
    'repeat: in doubt, what is there already is used':
      'tasks.ts takes the page of a conversation for the task of the same mark',
    'repeat: in doubt, with nothing there, each is made once':
      'tasks.ts takes the page of a conversation for the task of the same mark, and writes over it',
  },
};
