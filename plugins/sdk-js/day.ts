// Legal days: a calendar date without time or zone. JavaScript's own Date has both, and a clock.

export class Day {
  private constructor(
    // Days since 1970-01-01.
    readonly days: number,
  ) {}

  static fromDays(days: number): Day {
    return new Day(days);
  }

  // A day of the Gregorian calendar; month and day count from 1.
  static of(year: number, month: number, day: number): Day {
    // Years begin in March, so that the leap day is the last day of one.
    const shifted = month <= 2 ? year - 1 : year;
    const era = Math.floor(shifted / 400);
    const ofEra = shifted - era * 400;
    const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
    const leaps = Math.floor(ofEra / 4) - Math.floor(ofEra / 100);
    return new Day(era * 146_097 + ofEra * 365 + leaps + ofYear - 719_468);
  }

  // Year, month and day.
  parts(): [number, number, number] {
    const days = this.days + 719_468;
    const era = Math.floor(days / 146_097);
    const ofEra = days - era * 146_097;
    const leaps = Math.floor(ofEra / 1_460) - Math.floor(ofEra / 36_524);
    const years = Math.floor((ofEra - leaps + Math.floor(ofEra / 146_096)) / 365);
    const ofYear = ofEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
    const month = Math.floor((5 * ofYear + 2) / 153);
    const day = ofYear - Math.floor((153 * month + 2) / 5) + 1;
    const calendar = month < 10 ? month + 3 : month - 9;
    return [era * 400 + years + (calendar <= 2 ? 1 : 0), calendar, day];
  }

  // Full years from this day to another: the age of whoever was born on this one.
  yearsUntil(day: Day): number {
    const [fromYear, fromMonth, fromDay] = this.parts();
    const [toYear, toMonth, toDay] = day.parts();
    const before = toMonth < fromMonth || (toMonth === fromMonth && toDay < fromDay);
    return toYear - fromYear - (before ? 1 : 0);
  }

  // Below 0 when this is earlier, above 0 when it is later.
  compare(other: Day): number {
    return this.days - other.days;
  }

  toString(): string {
    const [year, month, day] = this.parts();
    const two = (number: number) => number.toString().padStart(2, "0");
    return `${year.toString().padStart(4, "0")}-${two(month)}-${two(day)}`;
  }
}
