import { mistypedEmail } from '../../../leads/contact/mistyped-email';

it.each([
  ['tom@gmial,com', 'tom@gmail.com'],
  ['tom@gmail,com', 'tom@gmail.com'],
  ['tom@gmial.com', 'tom@gmail.com'],
  ['Tom@Gmial.Com ', 'tom@gmail.com'],
  ['tom@gamil.com', 'tom@gmail.com'],
  ['tom@gmal.com', 'tom@gmail.com'],
  ['tom@gnail.com', 'tom@gmail.com'],
  ['tom@gmaill.com', 'tom@gmail.com'],
  ['tom@gmail.co', 'tom@gmail.com'],
  ['tom@gmail.con', 'tom@gmail.com'],
  ['tom@gmial.con', 'tom@gmail.com'],
  ['tom@gmail..com', 'tom@gmail.com'],
  ['tom@gmail.com.', 'tom@gmail.com'],
  ['tom @gmail.com', 'tom@gmail.com'],
  ['tom@hotmial.com', 'tom@hotmail.com'],
  ['tom@yaho.com', 'tom@yahoo.com'],
  ['tom@outlok.com', 'tom@outlook.com'],
  ['tom@gmail', 'tom@gmail.com'],
  ['tom@gmial', 'tom@gmail.com'],
  ['tom@hotmail', 'tom@hotmail.com'],
  ['tom@company.con', 'tom@company.com'],
  ['tom@company,de', 'tom@company.de'],
  ['tom@company.nte', 'tom@company.net'],
])('%s was probably meant as %s', (typed, suggestion) => {
  expect(mistypedEmail(typed)).toEqual({ typed: typed.trim().toLowerCase(), suggestion });
});

it.each(['tom', 'tom(at)example.com', '@gmail.com', 'tom@company', 'tom@', 'tom@localhost'])(
  '%s is no address, and nobody can tell which was meant',
  (typed) => {
    expect(mistypedEmail(typed)).toEqual({ typed });
  },
);

it.each([
  'tom@gmail.com',
  'tom@mail.com',
  'tom@ymail.com',
  'tom@gmx.de',
  'tom@live.com',
  'tom@love.com',
  'tom@hotmail.ca',
  'tom@hotmail.es',
  'tom@hotmail.it',
  'tom@yahoo.ca',
  'tom@yahoo.com.br',
  'tom@outlook.de',
  'tom@yandex.ua',
  'tom@me.com',
  'tom@company.co',
  'tom@company.cm',
  'tom+chat@sub.company.example',
  'том@почта.рф',
  'Tom.Clifton@Example.COM',
])('%s is taken as it is', (typed) => {
  expect(mistypedEmail(typed)).toBeUndefined();
});

it.each([undefined, '', '   ', `tom@${'x'.repeat(400)}.con`])('there is nothing to say of %j', (typed) => {
  expect(mistypedEmail(typed)).toBeUndefined();
});

it('never suggests what it would doubt itself, whatever one letter is hit wrong', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz.,;@- ';
  for (const address of ['tom@gmail.com', 'tom@hotmail.com', 'tom@company.com']) {
    for (let at = 0; at < address.length; at++) {
      for (const letter of letters) {
        const found = mistypedEmail(address.slice(0, at) + letter + address.slice(at + 1));
        if (found?.suggestion) expect(mistypedEmail(found.suggestion)).toBeUndefined();
      }
    }
  }
});
