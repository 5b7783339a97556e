//! The register of divisions. 行政区划

pub use crate::bindings::host_division::{Division, Place};
use crate::{
    Date,
    bindings::host_division::{self as wit},
    host::HostError,
};

/// The division of the case on a day; `None` where it did not exist. 本案所在区划
pub fn here(day: Date) -> Result<Option<Place>, HostError> {
    wit::here(day.days())
}

/// The division that has this code on a day. 按代码查询
pub fn find(code: &str, day: Date) -> Result<Option<Place>, HostError> {
    wit::find(code, day.days())
}

impl Place {
    /// The division of a level (`county`, `township`, …): itself or one above it.
    pub fn at(&self, level: &str) -> Option<&Division> {
        std::iter::once(&self.here).chain(&self.above).find(|division| division.level == level)
    }
}
