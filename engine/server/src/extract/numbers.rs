//! Numbers in raw JSON: more than 15 significant digits are refused, since a program on the way may
//! have read them as a binary float and altered them.

/// Most significant digits that every JSON program keeps.
const DIGITS_MAX: usize = 15;

/// A number that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLong<'a> {
    pub(super) text: &'a str,
    /// Where it begins.
    pub(super) offset: usize,
}

/// The first number with too many significant digits in well-formed JSON.
pub(super) fn too_long(json: &[u8]) -> Option<TooLong<'_>> {
    let mut at = 0;
    while at < json.len() {
        match json[at] {
            b'"' => at = after_string(json, at),
            b'-' | b'0'..=b'9' => {
                let end = after_number(json, at);
                if significant(&json[at..end]) > DIGITS_MAX {
                    let text = std::str::from_utf8(&json[at..end]).unwrap_or_default();
                    return Some(TooLong { text, offset: at });
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    None
}

fn after_string(json: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < json.len() {
        match json[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    at
}

fn after_number(json: &[u8], start: usize) -> usize {
    let part = |byte: &u8| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9');
    start + json[start..].iter().take_while(|byte| part(byte)).count()
}

/// Digits of the mantissa without leading zeros; zeros at the end of a whole number count, since
/// they are digits that were written.
fn significant(number: &[u8]) -> usize {
    let mantissa = number.iter().take_while(|byte| !matches!(byte, b'e' | b'E'));
    mantissa.filter(|byte| byte.is_ascii_digit()).skip_while(|byte| **byte == b'0').count()
}

#[cfg(test)]
mod tests {
    use super::too_long;

    #[test]
    fn only_numbers_outside_of_strings_count() {
        let table = [
            (r#"{"a":123456789012345}"#, None),
            (r#"{"a":1234567890123456}"#, Some(5)),
            (r#"{"a":0.000000000000000001}"#, None),
            (r#"{"a":-1.234567890123456}"#, Some(5)),
            (r#"{"a":"530428199001011234"}"#, None),
            (r#"{"a\"530428199001011234":1}"#, None),
            (r#"["\\", 1234567890123456]"#, Some(7)),
            ("[1e400]", None),
        ];
        for (json, expected) in table {
            assert_eq!(too_long(json.as_bytes()).map(|long| long.offset), expected, "{json}");
        }
    }
}
