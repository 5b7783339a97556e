//! Headings of two rows: 条件 and 结论 in merged cells above the names become part of the titles,
//! and a heading over the whole width becomes a remark.
//!
//! ```text
//!        | 条件（合并三格）          | 结论 | 依据          |       | 输入:年龄:整数 | …
//!  编号  | 年龄:整数 | 性别:文本(男|女) | 结论 | （与上格合并） |  ──►  |
//! ```
//! Not here: what a title means (`tongban_expr::table`).

use crate::{Change, grid::Grid};

/// Joins the headings of a grid whose merged cells are filled.
pub(crate) fn join(grid: &mut Grid, changes: &mut Vec<Change>) {
    let rows: Vec<u32> = grid.rows.keys().copied().collect();
    for pair in rows.windows(2) {
        let [row, next] = pair else { continue };
        if grid.is_meta(*row) {
            continue;
        }
        if is_heading(grid, *row) {
            remark(grid, *row, changes);
        } else {
            if is_roles(grid, *row, *next) {
                join_rows(grid, (*row, *next), changes);
            }
            return;
        }
    }
}

/// One value, in one cell or merged over several.
fn is_heading(grid: &Grid, row: u32) -> bool {
    let mut cells = grid.line(row).filter(|cell| !cell.is_empty());
    let first = cells.next();
    first.is_some_and(|first| !first.contains([':', '：']) && cells.all(|cell| cell == first))
}

fn remark(grid: &mut Grid, row: u32, changes: &mut Vec<Change>) {
    let heading = grid.line(row).find(|cell| !cell.is_empty()).unwrap_or_default().to_owned();
    changes.push(Change::new(grid.place(row, 0), heading.clone(), format!("#说明,{heading}")));
    let cells = [(0, "#说明".to_owned()), (1, heading)];
    grid.rows.insert(row, cells.into_iter().collect());
}

fn role(cell: &str) -> Option<&'static str> {
    match cell.to_lowercase().as_str() {
        "in" | "input" | "inputs" | "输入" | "条件" => Some("输入"),
        "out" | "output" | "outputs" | "输出" | "结论" => Some("输出"),
        _ => None,
    }
}

/// Whether a row says only what the columns are for, with the titles in the row below.
fn is_roles(grid: &Grid, row: u32, next: u32) -> bool {
    let mut cells = grid.line(row).enumerate().peekable();
    let all = |(at, cell): (usize, &str)| {
        let below = grid.cell(next, u32::try_from(at).unwrap_or(u32::MAX));
        cell.is_empty() || role(cell).is_some() || cell == below
    };
    let some = grid.line(row).any(|cell| role(cell).is_some());
    some && cells.peek().is_some() && cells.all(all) && !grid.is_meta(next)
}

fn join_rows(grid: &mut Grid, (row, next): (u32, u32), changes: &mut Vec<Change>) {
    let heads: Vec<String> = grid.line(row).map(str::to_owned).collect();
    for (column, head) in (0..).zip(&heads) {
        let title = grid.cell(next, column).to_owned();
        let Some(role) = role(head).filter(|_| !title.is_empty()) else { continue };
        // 结论 over both rows is the outcome itself.
        let joined = format!("{role}:{title}");
        changes.push(Change::new(grid.place(next, column), title, joined.clone()));
        grid.put((next, column), joined);
    }
    grid.rows.remove(&row);
}
