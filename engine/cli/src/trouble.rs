//! What an error looks like on the terminal: code, words in both languages, what to do, the page.
//!
//! Not here: diagnostics of definitions and tables, which are data (`tongban check`).

use std::fmt::Write as _;

use tongban_plugin_api::Refusal;
use tongban_plugin_host::table_component::SourceError;
use tongban_runtime::OpenError;

/// The whole chain of an error; where the engine did not open, or a sheet or a component could not
/// be read, its code, Chinese words and hints.
pub fn told(error: &anyhow::Error) -> String {
    let Some(Told { code, zh, hint }) = error.chain().find_map(known) else {
        return format!("error: {error:#}\n");
    };
    let code = code.unwrap_or_default();
    let mut text = match code {
        "" => format!("error: {error:#}\n"),
        code => format!("error[{code}]: {error:#}\n"),
    };
    let mut line = |label: &str, words: &str| {
        writeln!(text, "  {label}: {words}").expect("writing to memory cannot fail");
    };
    line("错误", &zh);
    if let Some((zh, en)) = hint {
        line("提示", zh);
        line("hint", en);
    }
    if !code.is_empty() {
        line("说明 explained by", &format!("tongban explain {code}"));
    }
    text
}

/// What is known of an error.
struct Told {
    /// The code that has a page.
    code: Option<&'static str>,
    zh: String,
    hint: Option<(&'static str, &'static str)>,
}

fn known(cause: &(dyn std::error::Error + 'static)) -> Option<Told> {
    let of_store = |store: &tongban_store::Error| Told {
        code: Some(store.code()),
        zh: store.zh(),
        hint: store.hint_zh().zip(store.hint()),
    };
    if let Some(store) = cause.downcast_ref::<tongban_store::Error>() {
        return Some(of_store(store));
    }
    if let Some(sheet) = cause.downcast_ref::<tongban_sheet::SheetError>() {
        return Some(Told { code: Some(sheet.code()), zh: sheet.zh(), hint: None });
    }
    if let Some(refusal) = cause.downcast_ref::<Refusal>() {
        return Some(Told { code: Some(refusal.code()), zh: refusal.zh(), hint: None });
    }
    if let Some(source) = cause.downcast_ref::<SourceError>() {
        return Some(Told { code: None, zh: source.zh(), hint: Some(source.hint()) });
    }
    match cause.downcast_ref::<OpenError>()? {
        OpenError::Store(store) => Some(of_store(store)),
        other => Some(Told { code: Some(other.code()), zh: other.message().zh, hint: None }),
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::told;

    #[test]
    fn an_error_of_the_store_has_code_words_and_hint() {
        let newer = tongban_store::Error::NewerFormat { found: 9, known: 1 };
        let error = Err::<(), _>(newer).context("opening the fjall store in `data`");
        let text = told(&error.expect_err("it is one"));
        for part in [
            "error[store-newer-format]: opening the fjall store in `data`: expected a store",
            "错误: 存储格式为第 9 版",
            "hint: start it with",
            "tongban explain store-newer-format",
        ] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn another_error_is_its_chain() {
        assert_eq!(told(&anyhow::anyhow!("no").context("trying")), "error: trying: no\n");
    }
}
