//! The sheet: A4, red head 红头 in words only, number, body, place for seal and date.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Kind, Paper, Subject, dated, parts};

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
.address { word-break: break-all; }
ol { margin: 0; padding-left: 2.5em; }
.sign { margin-top: 14mm; text-align: right; break-inside: avoid; }
.sign p { text-indent: 0; text-align: right; }
.foot { margin-top: 10mm; font-size: 10.5pt; line-height: 16pt; color: #333;
  border-top: 1px solid #999; padding-top: 2mm; }
.foot p { text-indent: 0; }
@media print { body { margin: 0; max-width: none; } }
";

/// A paper around its body.
pub(super) fn sheet(subject: &Subject<'_>, paper: &Paper<'_>, body: &Markup) -> Markup {
    let (case, element) = (subject.reading.case, paper.element);
    let title = heading(&case.process.title.zh, paper.kind);
    let number = subject.number(paper);
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                title { (title) " " (number) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                div.head { p { (parts::office(subject, element)) } }
                p.no { (number) }
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

/// Acts with which a process may be named, and the word that refuses them.
const ACTS: &[(&str, &str)] = &[("审核确认", "确认"), ("审批", "批准"), ("审核", "通过")];

/// What a paper is called. A process named for its act is not given the act's name twice:
/// 最低生活保障审核确认 is confirmed by 最低生活保障审核确认通知书, and refused by
/// 最低生活保障不予确认通知书.
fn heading(process: &str, kind: Kind) -> String {
    let named = ACTS.iter().find_map(|(act, word)| Some((process.strip_suffix(act)?, *word)));
    match (kind, named) {
        (Kind::Decision, Some(_)) => format!("{process}通知书"),
        (Kind::Refusal, Some((matter, word))) => format!("{matter}不予{word}通知书"),
        _ => format!("{process}{}", kind.title().zh),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, heading};

    #[test]
    fn a_paper_is_called_by_what_it_does_once() {
        let dibao = "最低生活保障审核确认";
        assert_eq!(heading(dibao, Kind::Decision), "最低生活保障审核确认通知书");
        assert_eq!(heading(dibao, Kind::Refusal), "最低生活保障不予确认通知书");
        assert_eq!(heading(dibao, Kind::Notice), "最低生活保障审核确认公示");
        assert_eq!(heading("居家养老服务审批", Kind::Decision), "居家养老服务审批通知书");
        assert_eq!(heading("居家养老服务审批", Kind::Refusal), "居家养老服务不予批准通知书");
        assert_eq!(heading("临时救助", Kind::Decision), "临时救助审核确认通知书");
    }
}
