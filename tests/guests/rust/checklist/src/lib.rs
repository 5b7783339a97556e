//! The conformance checklist in Rust.
//!
//! Invariant: its sisters in other languages give the same answers, byte for byte.

use tongban_plugin::{Addressee, Finding, Input, Intent, Material, Materials, Refusal, log};

tongban_plugin::checklist!(answer);

fn answer(input: &Input) -> Result<Materials, Refusal> {
    let members = input.integer("人口")?;
    log::info(&format!("共同生活 {members} 人"));
    let card = Material::required("id-card", "居民身份证");
    let card = card.original().copies(1).note("每人一份").law("示例第一条");
    let register = Material::required("household-register", "户口簿").original();
    let mut materials = Materials::new().with(card).with(register);
    if input.boolean("有残疾人")? {
        let certificate = Material::optional("disability", "残疾人证").copies(2);
        materials = materials
            .with(certificate.law("示例第二条"))
            .because(Finding::new("残疾", "家中有残疾人").law("示例第二条"));
    }
    if members > 10 {
        let whom = Addressee::role("township.clerk");
        materials = materials.wish(Intent::notify(whom, "人口较多，请入户核实"));
    }
    Ok(materials)
}
