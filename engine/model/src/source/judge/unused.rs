//! Points and files that nothing uses: mostly the rest of a change that was not finished.

use std::collections::BTreeSet;

use crate::{
    Place, Text,
    source::{WORKFLOW, codes, context::Context, shape::access::Record},
};

pub(super) fn judge(cx: &mut Context<'_>, root: &Record<'_>) {
    let mut asked = BTreeSet::new();
    for node in cx.draft.nodes.values() {
        asked.extend(node.record.text("point"));
        asked.extend(node.record.text("validator"));
        for length in ["days", "due"] {
            asked.extend(node.record.record(length).and_then(|asked| asked.text("point")));
        }
    }
    let local = root.record("clock").and_then(|clock| clock.record("local"));
    asked.extend(local.and_then(|local| local.text("point")));
    for (name, entry) in root.entries("points") {
        if !asked.contains(&**name) {
            cx.report.warn(
                codes::POINT_UNUSED,
                &entry.key,
                Text::new(
                    format!("扩展点“{name}”没有节点用到"),
                    format!("expected a node that asks `{name}`, but none does"),
                ),
            );
        }
    }
    let unused: Vec<_> = cx.unused().filter(|name| *name != WORKFLOW).collect();
    for name in unused {
        cx.report.warn(
            codes::UNUSED_FILE,
            &Place::start_of(name),
            Text::new(
                format!("文件“{name}”没有用到"),
                format!("expected a use of `{name}`, but nothing names it"),
            ),
        );
    }
}
