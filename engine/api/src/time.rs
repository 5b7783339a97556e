//! Instants on the wire: RFC 3339 with the offset of China.

use std::{borrow::Cow, fmt, str::FromStr};

use jiff::{Timestamp, tz::Offset};
use serde::{Deserialize, Serialize};
use tongban_core::Moment;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type},
    },
};

/// An instant. Written `2026-03-02T09:00:00+08:00`; any offset is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Time(pub Moment);

/// The text is no instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a time such as `2026-03-02T09:00:00+08:00`, but got `{0}`")]
pub struct NotATime(String);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = Offset::constant(8).to_datetime(self.0.instant());
        write!(f, "{civil}+08:00")
    }
}

impl FromStr for Time {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let instant: Timestamp =
            text.parse().map_err(|_| NotATime(text.chars().take(40).collect()))?;
        Ok(Self(instant.into()))
    }
}

impl From<Time> for String {
    fn from(time: Time) -> Self {
        time.to_string()
    }
}

impl TryFrom<String> for Time {
    type Error = NotATime;

    fn try_from(text: String) -> Result<Self, NotATime> {
        text.parse()
    }
}

impl From<Moment> for Time {
    fn from(moment: Moment) -> Self {
        Self(moment)
    }
}

impl PartialSchema for Time {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("RFC 3339; written with the offset +08:00"))
            .into()
    }
}

impl ToSchema for Time {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Time")
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn times_are_written_with_the_offset_of_china() {
        let table = [
            ("2026-03-02T09:00:00+08:00", "2026-03-02T09:00:00+08:00"),
            ("2026-03-02T01:00:00Z", "2026-03-02T09:00:00+08:00"),
            ("2026-03-02T01:00:00.250Z", "2026-03-02T09:00:00.25+08:00"),
        ];
        for (text, expected) in table {
            assert_eq!(text.parse::<Time>().expect(text).to_string(), expected);
        }
        for text in ["", "2026-03-02", "now", "2026-03-02T09:00:00"] {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
    }
}
