import { format } from '../formats';

/** A text for each plural category of a language (Unicode CLDR); `other` stands for those that are not given. */
type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/**
 * Counts in a language's own plural forms. `#` stands for the number.
 * @param locale BCP 47.
 */
export function counted(locale: string, forms: PluralForms): (count: number) => string {
  return (count) => {
    const form = forms[format('PluralRules', locale).select(count)] ?? forms.other;
    return form.replace('#', format('NumberFormat', locale).format(count));
  };
}
