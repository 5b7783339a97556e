/// <reference path="./imports.d.ts" />
// Lines kept beside the case's record, for the plugin's author and for auditors. 日志
//
// What goes beyond 50 lines or 4 KiB is cut, and how many lines were cut is recorded.

import hostLog from "tongban:plugin/host-log@1.0.0";

// For the plugin's author.
export function debug(text: string): void {
  hostLog.write("debug", text);
}

// What the plugin did.
export function info(text: string): void {
  hostLog.write("info", text);
}

// What looked odd.
export function warning(text: string): void {
  hostLog.write("warning", text);
}
