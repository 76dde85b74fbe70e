import { fileSchema } from '../../config/file/schema';
import { jsonSchemaOf } from '../../config/file/shapes';
import { VOCABULARY } from '../../leads/vocabulary/names';
import { markdownTable } from '../markdown';

/** What an editor reads of `jivochat-crm.yml`. */
export function companySchema(): string {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'jivochat-crm.yml',
    ...jsonSchemaOf(fileSchema),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** The table of what an event tells, for the docs. */
export function vocabularyTable(): string {
  const rows = Object.entries(VOCABULARY).map(([name, help]) => [`\`${name}\``, help]);
  return markdownTable(['value', 'meaning'], rows);
}
