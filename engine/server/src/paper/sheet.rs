//! The sheet: A4, red head 红头 in words only, number, body, place for seal and date.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use tongban_core::state::Element;

use super::{Kind, Subject, dated, parts};

const STYLE: &str = "
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
* { box-sizing: border-box; }
body { font-family: FangSong, STFangsong, 'Noto Serif CJK SC', serif; font-size: 16pt;
  line-height: 28pt; color: #000; max-width: 156mm; margin: 12mm auto; }
h1 { font-family: SimSun, 'Noto Serif CJK SC', serif; font-size: 22pt; text-align: center;
  line-height: 36pt; margin: 0 0 6mm; }
h2 { font-family: SimHei, 'Noto Sans CJK SC', sans-serif; font-size: 16pt; margin: 6mm 0 2mm; }
p { text-indent: 2em; margin: 0; text-align: justify; }
p.to, p.no, .head p { text-indent: 0; }
.head { text-align: center; color: #c00; font-size: 20pt; border-bottom: 2px solid #c00;
  padding-bottom: 3mm; margin-bottom: 3mm; letter-spacing: .1em; }
.no { text-align: center; font-size: 14pt; margin-bottom: 8mm; }
table { border-collapse: collapse; width: 100%; margin: 3mm 0; font-size: 13pt; line-height: 20pt; }
th, td { border: 1px solid #000; padding: 1.5mm 2.5mm; text-align: left; vertical-align: top; }
tr { break-inside: avoid; }
ol { margin: 0; padding-left: 2.5em; }
.sign { margin-top: 14mm; text-align: right; break-inside: avoid; }
.sign p { text-indent: 0; text-align: right; }
.foot { margin-top: 10mm; font-size: 10.5pt; line-height: 16pt; color: #333;
  border-top: 1px solid #999; padding-top: 2mm; }
.foot p { text-indent: 0; }
@media print { body { margin: 0; max-width: none; } }
";

/// A paper around its body.
pub(super) fn sheet(
    subject: &Subject<'_>,
    (kind, element): (Kind, &Element),
    body: &Markup,
) -> Markup {
    let case = subject.reading.case;
    let title = format!("{}{}", case.process.title.zh, kind.title().zh);
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                title { (title) " " (subject.number(kind)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                div.head { p { (parts::office(subject, element)) } }
                p.no { (subject.number(kind)) }
                h1 { (title) }
                (body)
                div.sign {
                    p { (parts::office(subject, element)) "（印章）" }
                    p { (parts::chinese_day(dated(element).day())) }
                }
                div.foot {
                    p {
                        "办件编号 " (case.state.id) "　回执号 " (case.state.receipt)
                        "　流程版本 " (&case.state.digest.to_string()[..12])
                    }
                    p { "文号由系统按办件编号生成，正式文号以本单位编号规则为准。" }
                }
            }
        }
    }
}
