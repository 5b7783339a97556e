//! What does not fit the world as it is, with its words.

use tongban_core::layer::Layer;
use tongban_model::Text;

use crate::registration::Unregistered;

pub(super) fn unfit(code: &'static str, zh: String, en: String) -> Unregistered {
    Unregistered::Unfit { code, message: Text::new(zh, en) }
}

pub(super) fn too_large(size: usize, max: usize) -> Unregistered {
    unfit(
        "artifact-too-large",
        format!("内容 {size} 字节，超出上限 {max} 字节"),
        format!("expected at most {max} bytes, but got {size}"),
    )
}

pub(super) fn point_unknown(layer: &Layer) -> Unregistered {
    let Layer { process, point, .. } = layer;
    unfit(
        "point-unknown",
        format!("流程 {process} 没有扩展点 {point}"),
        format!("expected an extension point of process `{process}`, but got `{point}`"),
    )
}

pub(super) fn question_unfit(expected: &str, found: &str) -> Unregistered {
    unfit(
        "plugin-question-unfit",
        format!("该扩展点需要 {expected} 类插件，提供的是 {found} 类"),
        format!("expected a plugin of world `{expected}`, but got `{found}`"),
    )
}

pub(super) fn level_unfit(level: &str) -> Unregistered {
    unfit(
        "plugin-level-unfit",
        format!("该扩展点不允许 {level} 级提供插件"),
        format!("expected a level that the point names, but the division is a `{level}`"),
    )
}

pub(super) fn division_unknown() -> Unregistered {
    unfit(
        "division-unknown",
        "插件所属区划在生效日不存在".into(),
        "expected a division that exists on the first day, but there is none".into(),
    )
}

pub(super) fn period_empty() -> Unregistered {
    unfit(
        "period-empty",
        "失效日期不得早于生效日期".into(),
        "expected a period that ends after it begins, but it does not".into(),
    )
}

pub(super) fn released_already() -> Unregistered {
    unfit(
        "released-already",
        "该版本已从同一日期起施行".into(),
        "expected a new version or another first day, but both are released already".into(),
    )
}

pub(super) fn installed_already() -> Unregistered {
    unfit(
        "plugin-installed-already",
        "该插件已在此扩展点安装".into(),
        "expected a plugin that is not installed there yet, but it is".into(),
    )
}

pub(super) fn plugin_unknown() -> Unregistered {
    unfit(
        "plugin-unknown",
        "没有安装该插件，或其已失效".into(),
        "expected a plugin that is installed and not yet withdrawn, but there is none".into(),
    )
}

pub(super) fn reference_invalid(wrong: Text) -> Unregistered {
    Unregistered::Unfit { code: "reference-invalid", message: wrong }
}

pub(super) fn reference_registered() -> Unregistered {
    unfit(
        "reference-registered-already",
        "该参考数据表已登记".into(),
        "expected a table that is not registered there yet, but it is".into(),
    )
}

pub(super) fn reference_unknown() -> Unregistered {
    unfit(
        "reference-unknown",
        "没有登记该参考数据表，或其已失效".into(),
        "expected a table that is registered and not yet retired, but there is none".into(),
    )
}

pub(super) fn person_unknown(person: &str) -> Unregistered {
    unfit(
        "person-unknown",
        format!("没有人员 {person}"),
        format!("expected a person on file, but got `{person}`"),
    )
}

pub(super) fn token_unknown() -> Unregistered {
    unfit(
        "token-unknown",
        "没有该令牌，或其已吊销".into(),
        "expected a token that was issued and not revoked, but there is none".into(),
    )
}

pub(super) fn token_unfit() -> Unregistered {
    unfit(
        "token-unfit",
        "令牌已存在，或有效期已过".into(),
        "expected a new token that expires later than now, but it does not".into(),
    )
}
