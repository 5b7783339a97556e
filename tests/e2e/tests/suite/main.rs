//! End to end over HTTP: real processes, real disks, virtual time.

mod admission;
mod attachments;
mod bad_input;
mod cases;
mod commands;
mod compiling;
mod crashes;
mod definitions;
mod guide;
mod lists;
mod plugin_files;
mod plugins;
mod programmers;
