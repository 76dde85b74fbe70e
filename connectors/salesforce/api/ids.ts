/** Salesforce help: Standard Field Record ID Prefix Decoder. Only what an agent may paste by mistake is named. */
const OBJECTS: Readonly<Record<string, string>> = {
  '00Q': 'Lead',
  '003': 'Contact',
  '001': 'Account',
  '006': 'Opportunity',
  '500': 'Case',
  '00T': 'Task',
  '00U': 'Event',
  '005': 'User',
  '00G': 'Group',
  '701': 'Campaign',
  '00O': 'Report',
  '01Z': 'Dashboard',
};

const CHECK_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const FIFTEEN = /^[A-Za-z0-9]{15}$/;
const EIGHTEEN = /^[A-Za-z0-9]{15}[A-Za-z0-5]{3}$/;

/**
 * The 18-character form of a 15-character id: for each five characters one more, whose bits say which of them are
 * capitals (Salesforce docs: ID Field Type).
 */
export function to18(id15: string): string {
  const checks = [0, 5, 10].map((start) => {
    const bits = [...id15.slice(start, start + 5)].map((character, at) =>
      /[A-Z]/.test(character) ? 1 << at : 0,
    );
    return CHECK_CHARACTERS[bits.reduce((sum, bit) => sum + bit, 0)];
  });
  return id15 + checks.join('');
}

/** An id as it was written, in 18 characters; undefined for what is none or has been damaged on the way. */
export function readId(text: string): string | undefined {
  if (FIFTEEN.test(text)) return to18(text);
  if (!EIGHTEEN.test(text)) return undefined;
  const id = to18(text.slice(0, 15));
  return id === text ? id : undefined;
}

/** What kind of record an id names, as far as we know; undefined for custom and rare objects. */
export function objectOf(id: string): string | undefined {
  return OBJECTS[id.slice(0, 3)];
}
