// Tables of examples: what is read as what, and what is refused, with its place.

import { describe, expect, it } from 'vitest';
import { readTable } from '../../../sim/workload/index.ts';

function read(text: string, label?: string) {
  const table = readTable(text, 't.csv', label);
  if (!table.ok) throw new Error(table.failures[0]!.message);
  return { ...table.value, values: [...table.value.values] };
}

function refused(text: string, label?: string) {
  const table = readTable(text, 't.csv', label);
  if (table.ok) throw new Error('it was read');
  return table.failures.map(({ code, place }) => `${code} ${place?.line ?? 0}:${place?.column ?? 0}`);
}

describe('a table of examples', () => {
  it.each([
    ['the last column is the class', '1,2,x\n3,4,y\n'],
    ['with names', 'a,b,kind\n1,2,x\n3,4,y'],
    ['after Excel', '\r\na;b;kind\r\n1;2;x\r\n\r\n3;4;y\r\n'],
    ['with tabs and remarks', '# mine\n1\t2\tx\n3\t4\ty'],
    ['where the class is called so', 'label,a,b\nx,1,2\ny,3,4'],
    ['in quotes', '"a ""1""","b, or so","kind"\n"1",2,"x"\n3,4,"y"'],
    ['whose names are numbers', '0,1,label\n1,2,x\n3,4,y'],
  ])('is read: %s', (_, text) => {
    const { features, values, labels } = read(text);
    expect({ features, values, labels }).toEqual({ features: 2, values: [1, 2, 3, 4], labels: ['x', 'y'] });
  });

  it('has its classes where one says', () => {
    expect(read('1,x,2\n3,y,4', '2').labels).toEqual(['x', 'y']);
    expect(read('a,b\n1,x\n3,y', 'b').values).toEqual([1, 3]);
    expect(refused('a,kind\n1,x\n3,y', 'knid')).toEqual(['unknown-name 1:1']);
    expect(refused('a,kind\n1,x\n3,y', '3')).toEqual(['unknown-name 1:1']);
  });

  it('reads numbers as people write them, and nothing else', () => {
    expect(read('-1.5e3,+.5,x\n007,1.,y').values).toEqual([-1500, 0.5, 7, 1]);
    for (const wrong of ['0x1f', '0b1', 'Infinity', 'NaN', '?', '1_000', '1e99', '-', '.', '1 2', 'e', '']) {
      expect(refused(`1,1,x\n1,${wrong},y`)).toHaveLength(1);
    }
  });

  it('is refused at each place that is wrong, and says so of no more than is useful', () => {
    expect(refused('a,b,kind\n1,2,x\n1,,y\n# no\n1,z,\n4,5\n')).toEqual([
      ...['missing 3:3', 'not-a-number 5:3', 'missing 5:5', 'wrong-fields 6:1'],
    ]);
    expect(refused(`1,2,x\n${'?,?,x\n'.repeat(1_000)}`)).toHaveLength(21);
    expect(refused('')).toEqual(['empty-table 0:0']);
    expect(refused('a,b,kind\n')).toEqual(['empty-table 1:1']);
    expect(refused('1\n2\n')).toEqual(['one-column 1:1']);
  });

  it('is refused soon, however many fields of a line are wrong', () => {
    const row = ','.repeat(1_000_000);
    expect(refused(`${row}\n`)).toHaveLength(21);
  });
});
