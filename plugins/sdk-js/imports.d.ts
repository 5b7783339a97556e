// The host's functions as modules, generated from plugins/wit/v1: do not edit.
// `cargo run -p tongban-guests -- types` writes it anew.

declare module "tongban:plugin/host-log@1.0.0" {
  const functions: import("./wit.ts").HostLog;
  export default functions;
}

declare module "tongban:plugin/host-feel@1.0.0" {
  const functions: import("./wit.ts").HostFeel;
  export default functions;
}

declare module "tongban:plugin/host-calendar@1.0.0" {
  const functions: import("./wit.ts").HostCalendar;
  export default functions;
}

declare module "tongban:plugin/host-division@1.0.0" {
  const functions: import("./wit.ts").HostDivision;
  export default functions;
}

declare module "tongban:plugin/host-reference@1.0.0" {
  const functions: import("./wit.ts").HostReference;
  export default functions;
}
