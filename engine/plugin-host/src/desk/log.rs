//! `host-log`: lines beside the case's record, cut where they become a flood.

use tongban_core::call::{HostFunction, LogLevel, LogLine};

use super::Desk;
use crate::{
    bindings::host_log::{Host, Level},
    sandbox::Seat,
};

impl Host for Seat {
    fn write(&mut self, level: Level, text: String) -> wasmtime::Result<()> {
        let desk = self.desk();
        desk.charge(HostFunction::Log, text.len())?;
        let level = match level {
            Level::Debug => LogLevel::Debug,
            Level::Info => LogLevel::Info,
            Level::Warning => LogLevel::Warning,
        };
        desk.write(LogLine { level, text });
        Ok(())
    }
}

impl Desk {
    /// Keeps a line whole or not at all: half a line may say the opposite.
    fn write(&mut self, line: LogLine) {
        let bytes = self.log_bytes.saturating_add(line.text.len());
        let room = self.log.len() < self.limits.log_lines_max && bytes <= self.limits.log_bytes_max;
        // After the first cut nothing is kept: what stands there is the beginning, without gaps.
        if !room || self.log_cut > 0 {
            self.log_cut += 1;
            return;
        }
        self.log_bytes = bytes;
        self.log.push(line);
    }
}
