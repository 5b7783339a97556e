/// <reference path="./imports.d.ts" />
// Legal time by the published holiday tables, with the local days of the case's place. 日历

import hostCalendar from "tongban:plugin/host-calendar@1.0.0";

import { Day } from "./day.ts";
import { asked } from "./host.ts";
import type { DayKind, DayRoll, DayUnit } from "./wit.ts";

// Where a term ends.
export interface Due {
  // Its last day.
  day: Day;
  // It rests on a year whose holidays are not published yet.
  provisional: boolean;
}

// Whether offices work on a day. 是否工作日
export function dayKind(day: Day): DayKind {
  return asked(() => hostCalendar.isWorkingDay(day.days));
}

// The last day of a term; the start day does not count. 届满日
export function addDays(start: Day, days: number, unit: DayUnit, roll: DayRoll = "none"): Due {
  const due = asked(() => hostCalendar.addDays(start.days, days, unit, roll));
  return { day: Day.fromDays(due.day), provisional: due.provisional };
}

// How many working days lie after `start` up to and with `end`; negative backwards.
export function workingDaysBetween(start: Day, end: Day): number {
  return asked(() => hostCalendar.workingDaysBetween(start.days, end.days));
}
