//! {{id}}：材料清单插件（示例，材料请改为本地文件的要求）。

use tongban_plugin::{Input, Material, Materials, Refusal};

tongban_plugin::checklist!(answer);

/// 都要身份证和户口簿；家中有残疾人的，另交残疾人证。
fn answer(input: &Input) -> Result<Materials, Refusal> {
    let materials = Materials::new()
        .with(Material::required("id-card", "居民身份证").original().copies(1).law("示例第三条"))
        .with(Material::required("household-register", "户口簿").original().law("示例第三条"));
    if !input.boolean("有残疾人")? {
        return Ok(materials);
    }
    let certificate = Material::required("disability", "残疾人证");
    Ok(materials.with(certificate.original().copies(1).law("示例第四条")))
}
