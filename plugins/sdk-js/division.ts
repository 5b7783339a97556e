/// <reference path="./imports.d.ts" />
// The register of divisions. 行政区划

import hostDivision from "tongban:plugin/host-division@1.0.0";

import { asked } from "./host.ts";
import type { Day } from "./day.ts";
import type { Division, Place } from "./wit.ts";

// The division of the case on a day; `null` where it did not exist. 本案所在区划
export function here(day: Day): Place | null {
  return asked(() => hostDivision.here(day.days));
}

// The division that has this code on a day. 按代码查询
export function find(code: string, day: Day): Place | null {
  return asked(() => hostDivision.find(code, day.days));
}

// The division of a level (`county`, `township`, …): the place itself or one above it.
export function at(place: Place, level: string): Division | undefined {
  return [place.here, ...place.above].find((division) => division.level === level);
}
