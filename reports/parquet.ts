// tasks.parquet: a row for each task of the recorded runs, which are the first seed of each cell. Times are seconds of
// virtual time.

import type { RunRecord } from '../sim/results/index.ts';

/** The bytes of the table; records without detail have no rows. */
export async function tasksParquet(records: readonly RunRecord[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const rows = records.flatMap(({ cell, seed, detail }) =>
    detail === undefined ? [] : [{ cell, seed, ...detail.tasks }],
  );
  const all = <T>(column: (row: (typeof rows)[number]) => readonly T[]): T[] => rows.flatMap((row) => [...column(row)]);
  const repeated = <T>(value: (row: (typeof rows)[number]) => T): T[] =>
    rows.flatMap((row) => row.submitted.map(() => value(row)));
  const numbered = rows.flatMap((row) => row.submitted.map((_, index) => index));
  const ended = all((row) => row.ended).map((at) => (Number.isNaN(at) ? null : at));
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'cell', data: repeated(({ cell }) => cell), type: 'STRING' },
        { name: 'seed', data: repeated(({ seed }) => seed), type: 'INT32' },
        { name: 'task', data: numbered, type: 'INT32' },
        { name: 'client', data: all((row) => row.client), type: 'INT32' },
        { name: 'workload', data: all((row) => row.workload), type: 'STRING' },
        { name: 'submitted', data: all((row) => row.submitted), type: 'DOUBLE' },
        { name: 'ended', data: ended, type: 'DOUBLE', nullable: true },
        { name: 'status', data: all((row) => row.status), type: 'STRING' },
        { name: 'node', data: all((row) => row.node), type: 'STRING' },
        { name: 'executions', data: all((row) => row.executions), type: 'INT32' },
      ],
    }),
  );
}
