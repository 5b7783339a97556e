//! What does not fit the world as it is, with its words.

use tongban_core::layer::Layer;
use tongban_model::Text;

use crate::{
    admission::{Loosening, Unanswered},
    registration::Unregistered,
};

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

pub(super) fn version_unfit(layer: &Layer, known: &Layer) -> Unregistered {
    let (plugin, own) = (&layer.plugin, &layer.version);
    let (other, from) = (&known.version, known.from.day());
    unfit(
        "plugin-version-unfit",
        format!(
            "{plugin} 的版本 {own} 与自 {from} 起施行的 {other} 次序不符：后施行的版本号应更大"
        ),
        format!(
            "expected versions of `{plugin}` that grow with their first days, but {own} is not in \
             order with {other} from {from}"
        ),
    )
}

pub(super) fn plugin_unknown() -> Unregistered {
    unfit(
        "plugin-unknown",
        "没有安装该插件，或其已失效".into(),
        "expected a plugin that is installed and not yet withdrawn, but there is none".into(),
    )
}

/// The same bytes stand in several places, and none was named.
pub(super) fn plugin_in_places(layers: [&Layer; 2]) -> Unregistered {
    let [one, other] =
        layers.map(|layer| format!("{} {}/{}", layer.plugin, layer.process, layer.point));
    unfit(
        "plugin-in-places",
        format!("同样的插件安装在多处（如 {one}、{other}），请写明停用哪一处"),
        format!(
            "expected the place (`at`) of what is to be withdrawn, but the same bytes stand in \
             several: {one}; {other}"
        ),
    )
}

/// The nation's rule ends only by another that its key signed.
pub(super) fn plugin_of_the_nation() -> Unregistered {
    unfit(
        "plugin-of-the-nation",
        "全国的规则不能停用，只能由全国密钥签名的新版本取代".into(),
        "expected a plugin of a division, but this one is the nation's: a version that the \
         nation's key signed supersedes it"
            .into(),
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

pub(super) fn plugin_loosens(example: &Loosening) -> Unregistered {
    Unregistered::Unfit { code: "plugin-loosens", message: example.text() }
}

pub(super) fn plugin_fails(failing: &Unanswered) -> Unregistered {
    Unregistered::Unfit { code: "plugin-fails", message: failing.failed() }
}

pub(super) fn plugin_unsigned() -> Unregistered {
    unfit(
        "plugin-unsigned",
        "插件包没有签名，不能安装".into(),
        "expected a signed package, but it has no signature".into(),
    )
}

pub(super) fn signature_invalid(zh: &str, en: &str) -> Unregistered {
    unfit(
        "plugin-signature-invalid",
        format!("插件包的签名无效：{zh}"),
        format!("expected a signature of this package by a key on file, but {en}"),
    )
}

pub(super) fn key_not_in_force(id: &str) -> Unregistered {
    unfit(
        "plugin-key-not-in-force",
        format!("密钥 {id} 已吊销或不在有效期内"),
        format!("expected a key that counts today, but `{id}` is revoked or out of its period"),
    )
}

pub(super) fn key_of_other_division(id: &str) -> Unregistered {
    unfit(
        "plugin-key-of-other-division",
        format!("密钥 {id} 不属于该插件所属区划或其上级"),
        format!("expected a key of the package's division or of one above, but got `{id}`"),
    )
}

/// The division above signed, and the division itself did not.
pub(super) fn own_signature_missing() -> Unregistered {
    unfit(
        "plugin-countersignature-missing",
        "该扩展点要求本级签名并由上级会签，插件包只有上级的签名".into(),
        "expected the signature of the package's own division besides that of one above, but there \
         is none"
            .into(),
    )
}

pub(super) fn countersignature_missing() -> Unregistered {
    unfit(
        "plugin-countersignature-missing",
        "该扩展点要求上级会签，插件包没有上级的签名".into(),
        "expected a countersignature by a division above, as the point demands, but there is none"
            .into(),
    )
}

pub(super) fn package_malformed(error: &tongban_plugin_api::PackageError) -> Unregistered {
    unfit(error.code(), error.zh(), error.en())
}

pub(super) fn key_malformed() -> Unregistered {
    unfit(
        "key-malformed",
        "公钥应为 minisign 公钥文件的第二行（56 个字符）".into(),
        "expected a public key as minisign writes it: the second line of the `.pub` file".into(),
    )
}

pub(super) fn key_registered_already(id: &str) -> Unregistered {
    unfit(
        "key-registered-already",
        format!("密钥 {id} 已登记"),
        format!("expected a new key, but `{id}` is on file already"),
    )
}

pub(super) fn key_unknown(id: &str) -> Unregistered {
    unfit(
        "key-unknown",
        format!("没有登记密钥 {id}，或其已吊销"),
        format!("expected a key on file that is not revoked, but got `{id}`"),
    )
}
