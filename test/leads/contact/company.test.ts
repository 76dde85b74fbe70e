import freeDomains from 'email-providers/all.json';
import { companyOfEmail } from '../../../leads/contact/company';

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
