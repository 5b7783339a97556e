//! The codes of diagnostics of division tables and registers of staff, in both languages.
//!
//! Not here: codes of definitions and of YAML itself (`source`). Invariant: a code is never given
//! another meaning.

use crate::source::CodeInfo;

/// Every code of divisions and staff.
pub const CODES: &[CodeInfo] = &[
    code(
        "csv-unreadable",
        "区划表不是 UTF-8 的 CSV，或行数过多。",
        "A table is no CSV in UTF-8, or too long.",
    ),
    code("division-columns", "区划表首行缺少必需的列。", "The first line lacks a column."),
    code("division-code", "区划代码应为 2 至 18 位数字。", "A code is not 2 to 18 digits."),
    code("division-name", "区划名称为空或过长。", "A name is empty or too long."),
    code("division-level", "没有这个区划级别。", "There is no such level."),
    code("division-id", "永久编号不是 1 至 4000000 的整数。", "A permanent id is out of range."),
    code(
        "division-period",
        "有效期的日期不对，或止日不晚于起日。",
        "A date is malformed, or a period ends before it begins.",
    ),
    code(
        "division-parent",
        "上级区划不存在、级别不高于本级，或未覆盖整个有效期。",
        "The parent is missing, not above, or not there in the whole period.",
    ),
    code(
        "division-twice",
        "同一代码或编号在同一时间出现两次。",
        "One code or id stands for two divisions at a time.",
    ),
    code(
        "division-successor",
        "后继区划在撤销之日不存在，或没有写撤销日期。",
        "A successor does not exist on the day, or nothing ends.",
    ),
    code(
        "division-without-heir",
        "区划撤销而没有后继，在办事项将无处归属。",
        "A division ends without a successor: its cases have no place.",
    ),
    code(
        "division-vanished",
        "已登记的区划在新表中消失；撤销应保留其行并写明止日和后继。",
        "A division on file is not in the new table; what ends keeps its line.",
    ),
    code("staff-key", "没有这个键，或缺少必填的键。", "A key is unknown or missing."),
    code(
        "staff-shape",
        "值的形式不对（文字、列表或一组键值）。",
        "A value has the wrong form: text, list or mapping.",
    ),
    code("staff-id", "人员或岗位的编号不合要求。", "The id of a person or post is malformed."),
    code(
        "staff-person",
        "所写的人员不在册，或是其本人。",
        "A person is not on file, or is the same person.",
    ),
    code("staff-post", "没有这个岗位。", "There is no such post."),
    code(
        "staff-division",
        "岗位所属的区划代码不在区划表中。",
        "The division of a post is not on file.",
    ),
    code(
        "staff-role",
        "角色名应形如 township.clerk。",
        "A role is not written as `township.clerk`.",
    ),
    code(
        "staff-period",
        "日期不对，或止日不晚于起日。",
        "A date is malformed, or a period ends before it begins.",
    ),
    code(
        "staff-ex-officio",
        "兼任关系绕成了圈，或兼任岗位又另行任命。",
        "Posts follow each other in a circle, or one that follows another has an appointment.",
    ),
    code(
        "staff-separation",
        "系统管理员、授权管理员、审计员应由不同的人担任（三员分立）。",
        "System administrator, grants administrator and auditor must be different people.",
    ),
];

const fn code(code: &'static str, zh: &'static str, en: &'static str) -> CodeInfo {
    CodeInfo { code, zh, en }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_is_given_twice() {
        let mut codes: Vec<_> =
            CODES.iter().chain(crate::source::CODES).map(|info| info.code).collect();
        codes.sort_unstable();
        let count = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }
}
