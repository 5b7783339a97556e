//! Keys: by which a division signs the plugins that it supplies.
//!
//! Not here: signatures and their form (`plugin-api`, `runtime`). A key is public; its secret half
//! never comes near the engine.

use minicbor::{Decode, Encode};
use tongban_calendar::Date;
use tongban_model::organisation::DivisionId;

use crate::moment::Moment;

/// A public key on file.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Key {
    /// Its fingerprint: the first 16 hexadecimal digits of SHA-256 of `public`.
    #[n(0)]
    pub id: String,
    /// The division for which it signs; none for the nation.
    #[n(1)]
    pub division: Option<DivisionId>,
    /// The key itself, as minisign writes it: one line of base64.
    #[n(2)]
    pub public: String,
    /// Who keeps its secret half; a person's id or an office's name.
    #[n(3)]
    pub holder: String,
    /// The first day on which it counts.
    #[n(4)]
    pub from: Moment,
    /// The first day on which it no longer does.
    #[n(5)]
    pub to: Option<Moment>,
    /// When it was revoked.
    #[n(6)]
    pub revoked: Option<Moment>,
}

impl Key {
    /// Whether signatures by it are accepted on a day. Revoking ends it at once, whatever its
    /// period.
    pub fn counts(&self, day: Date) -> bool {
        self.revoked.is_none() && self.from.day() <= day && self.to.is_none_or(|to| day < to.day())
    }
}

/// Who signed a plugin that was installed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Signers {
    /// The key of the division that supplies it, or of one above.
    #[n(0)]
    pub supplier: String,
    /// The key of a division above that countersigned, where the point demands it.
    #[n(1)]
    pub countersigner: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: i64 = 86_400_000;

    #[test]
    fn a_key_counts_in_its_period_until_it_is_revoked() {
        let day = |n: i64| Moment(n * DAY_MS);
        let key = Key {
            id: String::new(),
            division: None,
            public: String::new(),
            holder: "办公室".into(),
            from: day(10),
            to: Some(day(20)),
            revoked: None,
        };
        let revoked = Key { revoked: Some(day(12)), ..key.clone() };
        let cases = [
            (&key, 9, false),
            (&key, 10, true),
            (&key, 19, true),
            (&key, 20, false),
            (&revoked, 11, false),
            (&revoked, 13, false),
        ];
        for (row, (key, at, counts)) in cases.into_iter().enumerate() {
            assert_eq!(key.counts(day(at).day()), counts, "row {row}");
        }
    }
}
