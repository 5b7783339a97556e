//! The language of an answer: Chinese unless the reader asks for English first.

use tongban_model::Text;

/// A language that this system speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// The one that an `Accept-Language` header puts first; Chinese where it names neither.
    pub fn accepted(header: &str) -> Self {
        let mut best = (Self::Zh, 0.0_f32);
        for part in header.split(',') {
            let (tag, quality) = part.split_once(';').unwrap_or((part, "q=1"));
            let quality = quality.trim().strip_prefix("q=").and_then(|q| q.parse().ok());
            let quality: f32 = quality.unwrap_or(0.0);
            let tag = tag.trim().to_ascii_lowercase();
            let lang = match tag.split('-').next() {
                Some("zh") => Self::Zh,
                Some("en") => Self::En,
                _ => continue,
            };
            if quality > best.1 {
                best = (lang, quality);
            }
        }
        best.0
    }

    /// The words in this language.
    pub fn of(self, text: &Text) -> &str {
        match self {
            Self::Zh => &text.zh,
            Self::En => &text.en,
        }
    }

    /// One of two constants.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The tag for `Content-Language` and `lang=`.
    pub fn tag(self) -> &'static str {
        self.pick("zh-CN", "en")
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn the_highest_quality_wins() {
        let table = [
            ("", Lang::Zh),
            ("zh-CN,zh;q=0.9,en;q=0.8", Lang::Zh),
            ("en-GB,en;q=0.9", Lang::En),
            ("fr, en;q=0.5, zh;q=0.7", Lang::Zh),
            ("fr, en;q=0.5", Lang::En),
            ("en;q=nonsense", Lang::Zh),
        ];
        for (header, expected) in table {
            assert_eq!(Lang::accepted(header), expected, "{header}");
        }
    }
}
