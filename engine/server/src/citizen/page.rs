//! The frame of every page.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use tongban_api::Lang;

const STYLE: &str = "
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { font: 1.25rem/1.7 system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; margin: 0;
  color: #1a1a1a; background: #fff; overflow-wrap: anywhere; }
header { background: #8c1c13; color: #fff; padding: .8rem 1rem; }
header a { color: #fff; margin-right: 1.2rem; }
main { max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.7rem; line-height: 1.35; }
h2 { font-size: 1.35rem; margin-top: 2rem; }
label { display: block; font-weight: 600; margin-top: 1.2rem; }
input, textarea { width: 100%; font: inherit; padding: .6rem; border: 2px solid #555;
  border-radius: .4rem; background: #fff; color: #1a1a1a; }
button { font: inherit; font-weight: 600; margin-top: 1.2rem; padding: .7rem 1.6rem;
  min-height: 3rem; border: 0; border-radius: .4rem; background: #8c1c13; color: #fff; }
a { color: #8c1c13; }
:focus-visible { outline: 4px solid #1664c0; outline-offset: 2px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .3rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; }
.words { font-size: 1.45rem; padding: .8rem 1rem; border-left: .4rem solid #8c1c13;
  background: #f6efee; }
.receipt { font-size: 1.7rem; font-weight: 700; letter-spacing: .05em; }
.wrong { border: 2px solid #8c1c13; padding: .6rem 1rem; }
code { background: #eee; padding: 0 .2em; }
@media (prefers-color-scheme: dark) {
  body { background: #161616; color: #eee; } a { color: #ff9d8f; }
  .words { background: #2a1f1e; } code { background: #333; }
}
";

/// A page around its body.
pub(crate) fn layout(lang: Lang, title: &str, body: &Markup, status: StatusCode) -> Response {
    let other = lang.pick("en", "zh");
    let page = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (lang.pick("通办", "Tongban")) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    nav {
                        a href={ "/citizen?lang=" (short(lang)) } {
                            (lang.pick("查进度", "Follow a case"))
                        }
                        a href={ "/citizen/notices?lang=" (short(lang)) } {
                            (lang.pick("看公示", "Public notices"))
                        }
                        a href={ "?lang=" (other) } lang=(other) hreflang=(other) {
                            (lang.pick("English", "中文"))
                        }
                    }
                }
                main { (body) }
            }
        }
    };
    let mut response = (status, page.into_string()).into_response();
    let headers = response.headers_mut();
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, html);
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    let policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; \
                  frame-ancestors 'none'; base-uri 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

/// The value of `lang=`.
pub(super) fn short(lang: Lang) -> &'static str {
    lang.pick("zh", "en")
}
