//! `/problems/<code>`: the pages that explain codes, for people.

use axum::{
    Router,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use maud::{Markup, html};
use tongban_api::{Lang, problem::page};

use crate::{citizen::layout, failed::Failed, state::App};

pub(crate) fn router() -> Router<App> {
    Router::new().route("/problems/{code}", get(show))
}

async fn show(Path(code): Path<String>) -> Response {
    match page(&code) {
        Some(page) => layout(Lang::Zh, &code, &markdown(page), StatusCode::OK),
        None => Failed::not_found("这个代码的说明页", "a code with a page").into_response(),
    }
}

/// The Markdown that the pages use: headings, lists, paragraphs, code.
fn markdown(text: &str) -> Markup {
    let mut blocks = Vec::new();
    let mut items: Vec<Markup> = Vec::new();
    for line in text.lines().chain([""]) {
        if let Some(item) = line.strip_prefix("- ") {
            items.push(html! { li { (inline(item)) } });
            continue;
        }
        if !items.is_empty() {
            let list = std::mem::take(&mut items);
            blocks.push(html! { ul { @for item in list { (item) } } });
        }
        if let Some(heading) = line.strip_prefix("## ") {
            blocks.push(html! { h2 { (inline(heading)) } });
        } else if let Some(heading) = line.strip_prefix("# ") {
            blocks.push(html! { h1 { (inline(heading)) } });
        } else if !line.trim().is_empty() {
            blocks.push(html! { p { (inline(line)) } });
        }
    }
    html! { @for block in blocks { (block) } }
}

/// Every second part between backticks is code.
fn inline(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn pages_become_html_and_nothing_in_them_does() {
        let html = markdown("# `a` & b\n\n- one <b>\n- two\n\nend").into_string();
        assert_eq!(
            html,
            "<h1><code>a</code> &amp; b</h1><ul><li>one &lt;b&gt;</li><li>two</li></ul><p>end</p>"
        );
    }
}
