import { words as EN } from '../../../../text/languages/en';
import { readRecordLink, recordUrl } from '../../../../connectors/salesforce/records/record-link';

const LEAD = '00QD000000hZQNFMA4';
const CONTACT = '003D000000QV9n2IAD';
const ORG = 'https://acme.my.salesforce.com';
const SANDBOX = 'https://acme--dev.sandbox.my.salesforce.com';

describe('recordUrl', () => {
  it.each([
    [ORG, `https://acme.lightning.force.com/lightning/r/Lead/${LEAD}/view`],
    [SANDBOX, `https://acme--dev.sandbox.lightning.force.com/lightning/r/Lead/${LEAD}/view`],
    ['https://na12.salesforce.com', `https://na12.salesforce.com/${LEAD}`],
    ['http://127.0.0.1:4000', `http://127.0.0.1:4000/${LEAD}`],
  ])('in %s', (instance, url) => expect(recordUrl(instance, { type: 'Lead', id: LEAD })).toBe(url));
});

describe('readRecordLink', () => {
  it.each([
    ['Lightning', `https://acme.lightning.force.com/lightning/r/Lead/${LEAD}/view`],
    [
      'Lightning, with a console’s address behind it',
      `https://acme.lightning.force.com/lightning/r/Lead/${LEAD}/view?ws=%2Fx`,
    ],
    ['Lightning without the object', `https://acme.lightning.force.com/lightning/r/${LEAD}/view`],
    [
      'Lightning with 15 characters',
      `https://acme.lightning.force.com/lightning/r/Lead/${LEAD.slice(0, 15)}/view`,
    ],
    ['the first Lightning', `https://acme.lightning.force.com/one/one.app#/sObject/${LEAD}/view`],
    ['My Domain', `https://acme.my.salesforce.com/${LEAD}`],
    ['My Domain, in capitals', `https://ACME.my.salesforce.com/${LEAD}`],
    ['classic with 15 characters', `${ORG}/${LEAD.slice(0, 15)}`],
    ['classic, being edited', `${ORG}/${LEAD}/e?retURL=%2F`],
    ['an instance', `https://na12.salesforce.com/${LEAD}`],
    ['with blanks around it', `  ${ORG}/${LEAD}\n`],
  ])('%s', (_case, link) =>
    expect(readRecordLink(link, ORG, EN.links)).toEqual({ ok: true, ref: { type: 'Lead', id: LEAD } }),
  );

  it('a contact, of a sandbox', () => {
    const link = `https://acme--dev.sandbox.lightning.force.com/lightning/r/Contact/${CONTACT}/view`;
    expect(readRecordLink(link, SANDBOX, EN.links)).toEqual({
      ok: true,
      ref: { type: 'Contact', id: CONTACT },
    });
  });

  it.each([
    ['not a link', LEAD, /not a link\./],
    ['not Salesforce', `https://example.com/${LEAD}`, /not a link to Salesforce/],
    [
      'a host that only looks like it',
      `https://acme.my.salesforce.com.evil.example/${LEAD}`,
      /not a link to Salesforce/,
    ],
    ['no web address', `javascript:alert("${LEAD}")`, /not a link to Salesforce/],
    [
      'another org',
      `https://other.lightning.force.com/lightning/r/Lead/${LEAD}/view`,
      /another Salesforce account/,
    ],
    [
      'the sandbox of the org',
      `https://acme--dev.sandbox.my.salesforce.com/${LEAD}`,
      /another Salesforce account/,
    ],
    ['an account', `${ORG}/001D000000IRFmaIAH`, /another kind of record \(Account\)/],
    ['an opportunity', `${ORG}/lightning/r/Opportunity/006D000000Gv7cc/view`, /\(Opportunity\)/],
    ['a custom object', `${ORG}/a01D000000Gv7cc`, /another kind of record,/],
    ['a damaged id', `${ORG}/00QD000000hZQNFMA5`, /damaged/],
    ['a list', 'https://acme.lightning.force.com/lightning/o/Lead/list', /does not lead to a person/],
    ['the home page', `${ORG}/`, /does not lead to a person/],
  ])('%s', (_case, link, problem) =>
    expect(readRecordLink(link, ORG, EN.links)).toEqual({
      ok: false,
      problem: expect.stringMatching(problem),
    }),
  );
});
