//! Masks of published values. One fixed mask for each kind: two masks of one number can be joined
//! to recover it, and the length of a mask must not tell the length of what it hides.

use tongban_expr::Value;
use tongban_model::Mask;

use crate::Lang;

/// The family names of two characters that are in use.
const COMPOUND: [&str; 20] = [
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "尉迟", "皇甫", "令狐",
    "公孙", "慕容", "宇文", "长孙", "轩辕", "端木", "百里", "呼延",
];

/// A value as it is published.
pub fn masked(value: &Value, mask: Mask) -> String {
    let text = plain(value, Lang::Zh);
    if matches!(value, Value::Null) {
        return text;
    }
    match mask {
        Mask::None => text,
        Mask::Name => name(&text),
        Mask::Id => ends(&text, (2, 3), 13),
        Mask::Phone => ends(&text, (3, 4), 4),
    }
}

/// A value in words.
pub fn plain(value: &Value, lang: Lang) -> String {
    match value {
        Value::Null => "—".to_owned(),
        Value::Boolean(true) => lang.pick("是", "yes").to_owned(),
        Value::Boolean(false) => lang.pick("否", "no").to_owned(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Text(text) => text.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Instant(instant) => crate::Time((*instant).into()).to_string(),
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(|item| plain(item, lang)).collect();
            items.join(lang.pick("、", ", "))
        }
        Value::Record(fields) => {
            let field = |(name, value): (&std::sync::Arc<str>, &Value)| {
                format!("{name}: {}", plain(value, lang))
            };
            fields.iter().map(field).collect::<Vec<_>>().join(lang.pick("；", "; "))
        }
    }
}

fn name(text: &str) -> String {
    let family = COMPOUND.iter().find(|family| text.starts_with(**family));
    match family {
        Some(family) => format!("{family}**"),
        None => text.chars().next().map_or_else(String::new, |first| format!("{first}**")),
    }
}

/// The first and last characters; too short a text is hidden whole.
fn ends(text: &str, (first, last): (usize, usize), stars: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    let hidden = "*".repeat(stars);
    if characters.len() < first + last + 3 {
        return hidden;
    }
    let head: String = characters[..first].iter().collect();
    let tail: String = characters[characters.len() - last..].iter().collect();
    format!("{head}{hidden}{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_one_fixed_mask() {
        let table = [
            ("王小二", Mask::None, "王小二"),
            ("王小二", Mask::Name, "王**"),
            ("王二", Mask::Name, "王**"),
            ("欧阳锋", Mask::Name, "欧阳**"),
            ("353424199001011123", Mask::Id, "35*************123"),
            ("353424900101112", Mask::Id, "35*************112"),
            ("1234567", Mask::Id, "*************"),
            ("13812345678", Mask::Phone, "138****5678"),
            ("110", Mask::Phone, "****"),
            ("", Mask::Name, ""),
        ];
        for (text, mask, expected) in table {
            assert_eq!(masked(&Value::Text(text.into()), mask), expected, "{text} {mask:?}");
        }
        assert_eq!(masked(&Value::Null, Mask::Id), "—");
        assert_eq!(
            masked(&Value::Number("640.50".parse().expect("a number")), Mask::None),
            "640.5"
        );
    }
}
