import { contactInText } from '../../../leads/contact/contact-in-text';

describe('contactInText', () => {
  it.each([
    ['Please write to tom@example.com.', 'US', { email: 'tom@example.com' }],
    ['My mail: <Tom.Clifton@Example.com>, thanks', undefined, { email: 'tom.clifton@example.com' }],
    ['“tom@example.com”', undefined, { email: 'tom@example.com' }],
    ['Call +1 415 555 2671 tomorrow', undefined, { phone: '+1 415 555 2671' }],
    ['+14155552671', undefined, { phone: '+14155552671' }],
    ['reach me at (415) 555-2671', 'US', { phone: '(415) 555-2671' }],
    ['call me 4155552671', 'US', { phone: '4155552671' }],
    ['Позвоните мне: 8 (912) 345-67-89', 'RU', { phone: '8 (912) 345-67-89' }],
    ['тел. 89123456789', 'RU', { phone: '89123456789' }],
    ['whatsapp 79123456789', undefined, { phone: '79123456789' }],
    ['tom@example.com or +49 30 23125 000', 'DE', { email: 'tom@example.com', phone: '+49 30 23125 000' }],
  ])('%s', (text, country, found) => {
    const { email, phone } = contactInText(text, country);
    expect({ ...(email && { email }), ...(phone && { phone }) }).toEqual(found);
  });

  it.each([
    ['my order 4155552671 has not come', 'US'],
    ['order no. 415-555-2671', 'US'],
    ['Order #415 555 2671', 'US'],
    ['Заказ № 8 912 345 67 89', 'RU'],
    ['заказ 89123456789 где?', 'RU'],
    ['89123456789', 'RU'],
    ['on 25.11.2026 at 10:30', 'DE'],
    ['2026-11-25 10:00', 'US'],
    ['10 000 000 dollars', 'US'],
    ['it costs $415 555 2671', 'US'],
    ['card 4111 1111 1111 1111', 'US'],
    ['server 192.168.100.200', 'US'],
    ['https://shop.example.com/item/4155552671', 'US'],
    ['part A415-555-2671B', 'US'],
    ['+1 23', 'US'],
    ['tom at example dot com, @tom, tom@example', 'US'],
    ['', undefined],
  ])('finds nothing in %j', (text, country) => {
    expect(contactInText(text, country)).toEqual({ email: undefined, phone: undefined });
  });

  it.each(['@', '1', '1 ', '+', '(', 'call ', 'a@', '1-', '+1 415 '])(
    'looks at a bounded part of a megabyte of %j',
    (piece) => {
      const text = piece.repeat(1_000_000 / piece.length);
      const whole = JSON.stringify(contactInText(text, 'US'));
      expect(whole).toBe(JSON.stringify(contactInText(text.slice(0, 10_000), 'US')));
    },
  );
});
