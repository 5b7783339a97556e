/// <reference path="./imports.d.ts" />
// Reference tables that an administrator registered, for example local standards. 参考数据

import hostReference from "tongban:plugin/host-reference@1.0.0";

import { Decimal } from "./decimal.ts";
import { asked } from "./host.ts";
import { Refusal } from "./refusal.ts";
import type { Cell } from "./wit.ts";

// One row of a table: every cell with the name of its column.
export class Row {
  constructor(
    // All cells, in the order of the columns.
    readonly cells: Cell[],
  ) {}

  // What stands in a column.
  text(column: string): string {
    const cell = this.cells.find((cell) => cell.column === column);
    if (cell === undefined) {
      throw new Refusal(`参考数据没有“${column}”一列`);
    }
    return cell.text;
  }

  // The number that stands in a column.
  number(column: string): Decimal {
    return Decimal.of(this.text(column));
  }
}

// The row whose first column holds `key`; `null` where no row has it. The table is the one that
// applies to the case's division on the day whose rules apply.
export function row(table: string, key: string): Row | null {
  const cells = asked(() => hostReference.row(table, key));
  return cells === null ? null : new Row(cells);
}
