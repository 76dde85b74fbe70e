import { words as EN } from '../../../text/languages/en';
import { inConnector, inSession, refused, within, type PlantedFault } from './planting';

/** Mistakes about what a chat tells. */
export const CHAT_FAULTS: readonly PlantedFault[] = [
  {
    name: 'what a CRM did not take is told in English to everybody',
    caughtBy: 'conversation: what a CRM did not take is told in the reader’s language, whoever reads it then',
    plant: inConnector((connector) => ({ open: (call) => connector.open({ ...call, words: EN }) })),
  },
  {
    name: 'whoever is no agent is taken for the visitor',
    caughtBy: 'conversation: what nobody said is not shown as said by the visitor',
    plant: inSession((session) => ({
      saveConversation: (ref, { messages, ...conversation }, written) => {
        const shown = messages.map((message) =>
          message.from === 'agent' ? message : { ...message, from: 'visitor' as const },
        );
        return session.saveConversation(ref, { ...conversation, messages: shown }, written);
      },
    })),
  },
  {
    name: 'a note that is not needed any more is forgotten as it stands',
    caughtBy: 'conversation: one that needs fewer notes than before says nothing twice, and uses them again',
    // The memory CRM has one page for any conversation.
    in: ['hubspot', 'salesforce', 'pipedrive'],
    plant: inSession((session) => ({
      saveConversation: (ref, conversation, written) =>
        session.saveConversation(ref, conversation, written.slice(0, 1)),
    })),
  },
  {
    name: 'a name that is there already is never written again',
    caughtBy: 'merge: a name the chat wrote is corrected by an edit, first name and last name',
    plant: inSession((session) => ({
      update: (record, { name, ...changes }) =>
        session.update(record, record.name?.last ? changes : { ...changes, name }),
    })),
  },
  {
    name: 'a corrected e-mail is added and replaces nothing',
    caughtBy:
      'merge: an e-mail the chat wrote is corrected by an edit, and the record keeps no other one for it',
    plant: inSession((session) => ({
      update: (record, { correctedEmail, ...changes }) => {
        const emails = [...(correctedEmail ? [correctedEmail] : []), ...changes.emails];
        return session.update(record, { ...changes, emails });
      },
    })),
  },
  {
    name: 'after a cut-off attempt the deal is made again',
    caughtBy:
      'deal: a rule’s deal is made once for a chat, whatever was cut off, and the next chat has its own',
    in: ['hubspot', 'salesforce', 'pipedrive'],
    plant: inConnector((connector) => ({
      open: (call) =>
        within(connector.open(call), {
          saveTitle: (...given) => connector.open({ ...call, inDoubt: false }).saveTitle!(...given),
        }),
    })),
  },
  {
    name: 'whoever may not see deals gets no card',
    caughtBy: 'deal: open ones that are hidden are none, and not asked for again',
    in: ['hubspot', 'salesforce', 'pipedrive'],
    plant: inConnector((connector) => ({
      open: (call) =>
        within(connector.open(call), {
          cardExtras: async (record, wanted) => {
            const extras = await connector.open(call).cardExtras!(record, wanted);
            if (extras.deals.length === 0) throw refused('HTTP 403');
            return extras;
          },
        }),
    })),
  },
  {
    name: 'who last called is nobody',
    caughtBy: 'deal: who last called is told beside them, by name, in one request',
    in: ['hubspot', 'salesforce', 'pipedrive'],
    plant: inConnector((connector) => ({
      open: (call) =>
        within(connector.open(call), {
          cardExtras: async (record, wanted) => {
            const extras = await connector.open(call).cardExtras!(record, wanted);
            const { lastActivity: last } = extras;
            return last ? { ...extras, lastActivity: { ...last, by: undefined } } : extras;
          },
        }),
    })),
  },
  {
    name: 'any deal of the same name is taken for the chat’s',
    caughtBy:
      'deal: a rule’s deal is made once for a chat, whatever was cut off, and the next chat has its own',
    in: ['hubspot', 'salesforce', 'pipedrive'],
    plant: inSession((session) => ({
      saveTitle: (ref, title, ownerId, wish) =>
        session.saveTitle!(ref, title, ownerId, { ...wish, since: undefined }),
    })),
  },
  {
    name: 'a note is extended only when something was said',
    caughtBy:
      'conversation: an agent who took part and wrote nothing is named, also when the note is extended',
    plant: inConnector((connector) => {
      const said = new Map<string, string>();
      return {
        open: (call) => {
          const session = connector.open(call);
          return within(session, {
            saveConversation: (ref, conversation, written) => {
              const { marker, messages } = conversation;
              const before = said.get(marker);
              said.set(marker, JSON.stringify(messages));
              if (written.length > 0 && before === said.get(marker)) return Promise.resolve([...written]);
              return session.saveConversation(ref, conversation, written);
            },
          });
        },
      };
    }),
  },
];
