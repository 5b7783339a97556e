// Fixed-point numbers: exact, or a refusal, never rounded unless asked.
//
// Invariant: equal numbers compare equal whatever their scale, and print the same digits.

import { Refusal } from "./refusal.ts";
import type { Decimal as WitDecimal } from "./wit.ts";

// Digits behind the point that the interface allows.
const SCALE_MAX = 18;

export type Number = Decimal | number | string;

export class Decimal {
  private constructor(
    private readonly units: bigint,
    private readonly scale: number,
  ) {}

  // A whole number, or the digits of any ("12.50"). A number with decimals is given as text: a
  // binary float has lost them already.
  static of(number: Number): Decimal {
    if (number instanceof Decimal) {
      return number;
    }
    if (typeof number === "number") {
      if (!Number.isSafeInteger(number)) {
        throw new Refusal(`“${number}”不是可精确表示的整数，小数请写成文本`);
      }
      return new Decimal(BigInt(number), 0);
    }
    const parts = /^(-?[0-9]+)(?:\.([0-9]+))?$/.exec(number);
    if (parts === null) {
      throw new Refusal(`“${number}”不是数值`);
    }
    const decimals = parts[2] ?? "";
    return checked(BigInt(`${parts[1]}${decimals}`), decimals.length, Decimal.make);
  }

  static fromWit(decimal: WitDecimal): Decimal {
    // Numbers come as floats; one that may have been rounded on its way is not believed.
    if (!Number.isSafeInteger(decimal.units)) {
      throw new Refusal("数值超出可精确表示的范围");
    }
    return new Decimal(BigInt(decimal.units), decimal.scale);
  }

  toWit(): WitDecimal {
    const units = Number(this.units);
    if (!Number.isSafeInteger(units)) {
      throw new Refusal("数值超出可精确表示的范围");
    }
    return { units, scale: this.scale };
  }

  add(other: Number): Decimal {
    const [left, right, scale] = this.aligned(other);
    return checked(left + right, scale, Decimal.make);
  }

  subtract(other: Number): Decimal {
    const [left, right, scale] = this.aligned(other);
    return checked(left - right, scale, Decimal.make);
  }

  // Exactly; zeros at the end of the decimals are dropped.
  multiply(other: Number): Decimal {
    const right = Decimal.of(other);
    let units = this.units * right.units;
    let scale = this.scale + right.scale;
    while (scale > 0 && units % 10n === 0n) {
      units /= 10n;
      scale -= 1;
    }
    return checked(units, scale, Decimal.make);
  }

  // Rounded half away from zero (四舍五入) to `decimals`. A divisor of zero is a refusal.
  divide(divisor: Number, decimals: number): Decimal {
    const right = Decimal.of(divisor);
    if (right.units === 0n) {
      throw new Refusal("除数为零");
    }
    const power = decimals + right.scale - this.scale;
    const top = power >= 0 ? this.units * power10(power) : this.units;
    const bottom = power >= 0 ? right.units : right.units * power10(-power);
    return checked(rounded(top, bottom), decimals, Decimal.make);
  }

  // Rounded half away from zero (四舍五入) to `decimals`.
  round(decimals: number): Decimal {
    return this.divide(1, decimals);
  }

  // Below 0 when this is smaller, above 0 when it is larger, 0 when both are equal.
  compare(other: Number): number {
    const [left, right] = this.aligned(other);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  toString(): string {
    const sign = this.units < 0n ? "-" : "";
    const digits = (this.units < 0n ? -this.units : this.units).toString();
    const padded = digits.padStart(this.scale + 1, "0");
    const point = padded.length - this.scale;
    const decimals = this.scale === 0 ? "" : `.${padded.slice(point)}`;
    return `${sign}${padded.slice(0, point)}${decimals}`;
  }

  private aligned(other: Number): [bigint, bigint, number] {
    const right = Decimal.of(other);
    const scale = Math.max(this.scale, right.scale);
    const lifted = (number: Decimal) => number.units * power10(scale - number.scale);
    return [lifted(this), lifted(right), scale];
  }

  private static make(units: bigint, scale: number): Decimal {
    return new Decimal(units, scale);
  }
}

function checked(
  units: bigint,
  scale: number,
  make: (units: bigint, scale: number) => Decimal,
): Decimal {
  if (scale > SCALE_MAX || units !== BigInt.asIntN(64, units)) {
    throw new Refusal("数值超出可表示的范围");
  }
  return make(units, scale);
}

function power10(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

// `top ÷ bottom` rounded half away from zero.
function rounded(top: bigint, bottom: bigint): bigint {
  const size = (number: bigint) => (number < 0n ? -number : number);
  const sign = top < 0n === bottom < 0n ? 1n : -1n;
  const up = size(top % bottom) * 2n >= size(bottom);
  return up ? top / bottom + sign : top / bottom;
}
