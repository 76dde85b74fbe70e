import { CARD_MARK, IBAN_MARK, withRemovedNumbers } from '../../../leads/rules/number-marks';
import { words as DE } from '../../../text/languages/de';
import { jivoEvent } from '../event';

const say = (text: string) => ({ from: 'visitor' as const, text, timestamp: 1 });

it('says in the reader’s language what was removed, wherever it stood, and how often it was said', () => {
  const event = jivoEvent({
    messages: [say(`pay ${CARD_MARK} or ${CARD_MARK}`), say(IBAN_MARK)],
    visitor: { social: {}, description: `has ${IBAN_MARK}` },
    attributes: { card: CARD_MARK },
  });
  const { messages, visitor, attributes, removed } = withRemovedNumbers(event, DE);
  expect(messages.map(({ text }) => text)).toEqual([
    'pay [Kartennummer entfernt] or [Kartennummer entfernt]',
    '[IBAN entfernt]',
  ]);
  expect(visitor.description).toBe('has [IBAN entfernt]');
  expect(attributes.card).toBe('[Kartennummer entfernt]');
  expect(removed).toEqual({ cards: '2', ibans: '1' });
});

it('counts and changes nothing that a visitor typed themself', () => {
  const event = jivoEvent({ messages: [say('[card number removed] [IBAN removed]')] });
  expect(withRemovedNumbers(event, DE)).toEqual({ ...event, removed: {} });
});
