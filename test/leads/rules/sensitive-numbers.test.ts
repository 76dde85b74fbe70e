import { isCard, isIban, maskNumbers, maskedBody } from '../../../leads/rules/sensitive-numbers';
import { CARD_MARK, IBAN_MARK } from '../../../leads/rules/number-marks';

const BOTH = ['cards', 'ibans'] as const;
const mask = (text: string) => maskNumbers(text, BOTH);

describe('card numbers and IBANs', () => {
  it.each([
    ['my card is 4111 1111 1111 1111, thanks', `my card is ${CARD_MARK}, thanks`],
    ['4111111111111111', CARD_MARK],
    ['4111-1111-1111-1111 12/27 123', `${CARD_MARK} 12/27 123`],
    ['4111 1111 1111 1111 12 27 123', `${CARD_MARK} 12 27 123`],
    ['123 5500 0000 0000 0004', `123 ${CARD_MARK}`],
    ['378282246310005', CARD_MARK],
    ['4111\u00a01111\u00a01111\u00a01111 ok', `${CARD_MARK} ok`],
    ['4111.1111.1111.1111', CARD_MARK],
    ['4111–1111–1111–1111', CARD_MARK],
    ['3530 1113 3330 0000', CARD_MARK],
    ['2200 0000 0000 0053', CARD_MARK],
    ['DE89 3704 0044 0532 0130 00 please', `${IBAN_MARK} please`],
    ['GB29NWBK60161331926819.', `${IBAN_MARK}.`],
    ['DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000', IBAN_MARK],
    ['DE89-3704-0044-0532-0130-00', IBAN_MARK],
    ['iban de89370400440532013000', `iban ${IBAN_MARK}`],
  ])('%s', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it.each([
    'order 4111 1111 1111 1112',
    'call +49 170 1234567890',
    'call 0049 170 1234567',
    '+7 916 123 45 67',
    'tracking 1234567890123456',
    '1764064800000',
    'DE00 3704 0044 0532 0130 00',
    'ABCDEFGH123456789',
    'id 99999999999999999999999999',
    '192.168.100.200 and 10.20.30.40',
    '2026-11-25 10.30.15 – 2026-11-26',
  ])('%s stays as it is', (text) => {
    expect(mask(text)).toBe(text);
  });

  it('each only where the file says so', () => {
    expect(maskNumbers('4111111111111111 DE89370400440532013000', ['ibans'])).toBe(
      `4111111111111111 ${IBAN_MARK}`,
    );
    expect(maskNumbers('4111111111111111 DE89370400440532013000', ['cards'])).toBe(
      `${CARD_MARK} DE89370400440532013000`,
    );
  });

  it('ids, numbers and phones of an event are none of them, every text is looked at', () => {
    const body = {
      chat_id: '4111111111111111',
      visitor: { number: '4111111111111111', phone: '4111111111111111', name: 'x 4111111111111111' },
      chat: { messages: [{ message: '4111 1111 1111 1111', timestamp: 1 }] },
      attributes: { card: 4111111111111111 },
    };
    expect(maskedBody(body, BOTH)).toEqual({
      chat_id: '4111111111111111',
      visitor: { number: '4111111111111111', phone: '4111111111111111', name: `x ${CARD_MARK}` },
      chat: { messages: [{ message: CARD_MARK, timestamp: 1 }] },
      attributes: { card: CARD_MARK },
    });
    const clean = { chat_id: 1, visitor: { name: 'Tom' }, tags: [{ title: 'a' }] };
    expect(maskedBody(clean, BOTH)).toBe(clean);
  });

  it('takes nothing that a visitor typed for a mark of its own', () => {
    const typed = `${CARD_MARK} [card number removed]`;
    expect(maskedBody({ message: typed }, BOTH)).toEqual({
      message: `${CARD_MARK.replace('\uFDD0', '\uFFFD')} [card number removed]`,
    });
  });

  it('knows the check digits', () => {
    expect(isCard('4111111111111111')).toBe(true);
    expect(isCard('4111111111111121')).toBe(false);
    expect(isIban('MT84MALT011000012345MTLCAST001S')).toBe(true);
  });
});
