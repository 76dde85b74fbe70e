import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';

/** From the number a person typed to the calculated ones one can search by. */
const CALCULATED = [
  ['phone', 'hs_searchable_calculated_phone_number', 'hs_searchable_calculated_international_phone_number'],
  [
    'mobilephone',
    'hs_searchable_calculated_mobile_number',
    'hs_searchable_calculated_international_mobile_number',
  ],
] as const;

/**
 * The searchable numbers of a contact: area code and local number, without the country code (HubSpot docs: Search the
 * CRM), and the whole one. Numbers without `+` are read as the account's country.
 */
export function calculatedNumbers(
  properties: Record<string, string>,
  defaultCountry: CountryCode,
): Record<string, string> {
  return Object.fromEntries(
    CALCULATED.flatMap(([source, national, international]) => {
      const written = properties[source] ?? '';
      const parsed = parsePhoneNumberFromString(written, defaultCountry);
      return [
        [national, parsed?.nationalNumber ?? written.replace(/\D/g, '')],
        [international, parsed?.number.slice(1) ?? ''],
      ];
    }),
  );
}
