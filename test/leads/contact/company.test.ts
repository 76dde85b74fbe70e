import freeDomains from 'email-providers/all.json';
import { companyHint, companyOfEmail } from '../../../leads/contact/company';

const isFree = (domain: string) => freeDomains.includes(domain);

it.each([
  ['tom@acme.example', 'acme.example'],
  ['tom@mail.acme.example', 'mail.acme.example'],
  ['tom@gmail.com', undefined],
  ['tom@mail.ru', undefined],
  ['tom@bol.com.br', undefined],
  ['tom@yahoo.co.id', undefined],
  ['tom@yandex.com.tr', undefined],
  ['tom@googlemail.com', undefined],
  ['tom@livestock.example', 'livestock.example'],
  [undefined, undefined],
])('the e-mail %s tells of the company %s', (email, company) => {
  expect(companyOfEmail(email, isFree)).toBe(company);
});

it.each([
  ['name and domain', 'Acme Ltd', ['tom@Acme.example'], { name: 'Acme Ltd', domain: 'acme.example' }],
  [
    'the domain that stands in for the name',
    'acme.example',
    ['tom@acme.example'],
    { domain: 'acme.example' },
  ],
  ['the first business address', '', ['tom@gmail.com', 't@acme.example'], { domain: 'acme.example' }],
  ['the name beside a free mailbox', ' Acme ', ['tom@gmail.com'], { name: 'Acme' }],
  ['nothing', ' ', ['tom@gmail.com'], undefined],
  ['nothing of what was not read', undefined, [], undefined],
])('a record tells of its company by %s', (_case, company, emails, hint) => {
  expect(companyHint({ company, emails }, isFree)).toEqual(hint);
});

it('an e-mail tells of no company where nobody knows whose mailboxes everybody can have', () => {
  expect(companyHint({ company: 'Acme', emails: ['tom@acme.example'] }, undefined)).toEqual({ name: 'Acme' });
});
