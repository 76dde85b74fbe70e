import type { Child } from 'hono/jsx';

/** What stands under a head; nothing is a dash. Short: on one line. */
export type Column<Row> = readonly [head: string, cell: (row: Row) => Child, width?: 'short'];

interface TableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** On a narrow screen a row is a block. */
  stacks?: boolean;
}

export const Table = <Row,>({ caption, columns, rows, stacks }: TableProps<Row>) => (
  <table class={stacks ? 'stack' : undefined}>
    <caption>{caption}</caption>
    <thead>
      <tr>
        {columns.map(([head]) => (
          <th scope="col">{head}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr>
          {columns.map(([head, cell, width]) => {
            const content = cell(row);
            return (
              <td data-label={head} class={content ? width : 'blank'}>
                {content || '–'}
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  </table>
);
