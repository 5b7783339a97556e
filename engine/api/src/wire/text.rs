//! Words in both languages, due dates, divisions: what many answers share.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Time;

/// Words in Chinese and English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Text {
    /// Chinese
    pub zh: String,
    /// English
    pub en: String,
}

impl From<&tongban_model::Text> for Text {
    fn from(text: &tongban_model::Text) -> Self {
        Self { zh: text.zh.clone(), en: text.en.clone() }
    }
}

impl From<tongban_model::Text> for Text {
    fn from(text: tongban_model::Text) -> Self {
        Self { zh: text.zh, en: text.en }
    }
}

/// When something is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Due {
    /// The first moment that is too late.
    pub at: Time,
    /// The last legal day on which it is in time.
    pub day: String,
    /// The holidays of a year on the way are not published: the day may move.
    pub provisional: bool,
    /// Working days left after today, the last one included; negative once it is late. None once
    /// the case has ended: nothing is left of a clock that stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_days_left: Option<i64>,
    /// It is late, or was when the case ended.
    pub overdue: bool,
}

/// A division as people know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Division {
    /// The code of GB/T 2260 or of statistics on that day.
    pub code: String,
    /// Its name.
    pub name: String,
    /// `nation`, `province`, `prefecture`, `county`, `township`, `area`, `village` or `grid`.
    pub level: String,
}
