//! Arithmetic of fixed-point numbers: exact, or an error, never rounded unless asked.
//!
//! Invariant: equal numbers compare equal whatever their scale, and print the same digits.

use std::{cmp::Ordering, fmt, str::FromStr};

use crate::{Decimal, Refusal};

/// Digits behind the point that the interface allows.
const SCALE_MAX: u8 = 18;

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self { units: 0, scale: 0 };

    /// `self + other`, at the larger of both scales.
    pub fn add(self, other: impl Into<Self>) -> Result<Self, Refusal> {
        let (left, right, scale) = self.aligned(other.into());
        of_units(left + right, scale)
    }

    /// `self - other`, at the larger of both scales.
    pub fn subtract(self, other: impl Into<Self>) -> Result<Self, Refusal> {
        let (left, right, scale) = self.aligned(other.into());
        of_units(left - right, scale)
    }

    /// `self × other`, exactly; zeros at the end of the decimals are dropped.
    pub fn multiply(self, other: impl Into<Self>) -> Result<Self, Refusal> {
        let other = other.into();
        let mut units = i128::from(self.units) * i128::from(other.units);
        let mut scale = u32::from(self.scale) + u32::from(other.scale);
        while scale > 0 && units % 10 == 0 {
            (units, scale) = (units / 10, scale - 1);
        }
        let scale = u8::try_from(scale).map_err(|_| too_large())?;
        of_units(units, scale)
    }

    /// `self ÷ divisor`, rounded half away from zero (四舍五入) to `decimals`. A divisor of zero is
    /// a refusal.
    pub fn divide(self, divisor: impl Into<Self>, decimals: u8) -> Result<Self, Refusal> {
        let divisor = divisor.into();
        if divisor.units == 0 {
            return Err("除数为零".into());
        }
        // (a / 10^s) ÷ (b / 10^t) × 10^d = a × 10^(d + t) / (b × 10^s)
        let power = i32::from(decimals) + i32::from(divisor.scale) - i32::from(self.scale);
        let (mut top, mut bottom) = (i128::from(self.units), i128::from(divisor.units));
        let factor = 10_i128.checked_pow(power.unsigned_abs()).ok_or_else(too_large)?;
        let side = if power >= 0 { &mut top } else { &mut bottom };
        *side = side.checked_mul(factor).ok_or_else(too_large)?;
        of_units(rounded(top, bottom), decimals)
    }

    /// Rounded half away from zero (四舍五入) to `decimals`.
    pub fn round(self, decimals: u8) -> Result<Self, Refusal> {
        self.divide(1, decimals)
    }

    /// The larger of both.
    #[must_use]
    pub fn max(self, other: impl Into<Self>) -> Self {
        std::cmp::max(self, other.into())
    }

    /// The smaller of both.
    #[must_use]
    pub fn min(self, other: impl Into<Self>) -> Self {
        std::cmp::min(self, other.into())
    }

    fn aligned(self, other: Self) -> (i128, i128, u8) {
        let scale = self.scale.max(other.scale);
        let lifted =
            |number: Self| i128::from(number.units) * 10_i128.pow(u32::from(scale - number.scale));
        (lifted(self), lifted(other), scale)
    }
}

/// `top ÷ bottom` rounded half away from zero.
fn rounded(top: i128, bottom: i128) -> i128 {
    let (quotient, rest) = (top / bottom, top % bottom);
    let sign = if (top < 0) == (bottom < 0) { 1 } else { -1 };
    let up = rest.unsigned_abs() >= bottom.unsigned_abs() - rest.unsigned_abs();
    if up { quotient + sign } else { quotient }
}

fn of_units(units: i128, scale: u8) -> Result<Decimal, Refusal> {
    let units = i64::try_from(units).map_err(|_| too_large())?;
    if scale > SCALE_MAX {
        return Err(too_large());
    }
    Ok(Decimal { units, scale })
}

fn too_large() -> Refusal {
    "数值超出可表示的范围".into()
}

impl From<i64> for Decimal {
    fn from(whole: i64) -> Self {
        Self { units: whole, scale: 0 }
    }
}

/// Equal in value, whatever the scale.
impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialEq<i64> for Decimal {
    fn eq(&self, other: &i64) -> bool {
        self.cmp(&Self::from(*other)) == Ordering::Equal
    }
}

impl PartialOrd<i64> for Decimal {
    fn partial_cmp(&self, other: &i64) -> Option<Ordering> {
        Some(self.cmp(&Self::from(*other)))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right, _) = self.aligned(*other);
        left.cmp(&right)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let digits = self.units.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, decimals) = padded.split_at(padded.len() - scale);
        let point = if scale == 0 { "" } else { "." };
        write!(f, "{sign}{whole}{point}{decimals}")
    }
}

impl FromStr for Decimal {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let malformed = || Refusal::from(format!("“{text}”不是数值"));
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let scale = u8::try_from(decimals.len()).map_err(|_| malformed())?;
        let digits = format!("{whole}{decimals}");
        let unsigned = digits.strip_prefix('-').unwrap_or(&digits);
        if unsigned.is_empty() || !unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(malformed());
        }
        of_units(digits.parse().map_err(|_| malformed())?, scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    fn shown(result: Result<Decimal, Refusal>) -> String {
        result.map_or_else(|refusal| format!("! {refusal}"), |number| number.to_string())
    }

    #[test]
    fn sums_and_products_are_exact() {
        assert_eq!(shown(number("0.1").add(number("0.2"))), "0.3");
        assert_eq!(shown(number("1200").subtract(number("1200.01"))), "-0.01");
        assert_eq!(shown(number("12.50").multiply(4)), "50");
        assert_eq!(shown(number("-0.05").multiply(number("0.5"))), "-0.025");
        let large = Decimal::from(i64::MAX);
        assert_eq!(shown(large.add(1)), "! 数值超出可表示的范围");
        assert_eq!(shown(large.multiply(large)), "! 数值超出可表示的范围");
    }

    #[test]
    fn division_rounds_half_away_from_zero() {
        let rows = [
            ("1000", "3", 2, "333.33"),
            ("2", "3", 2, "0.67"),
            ("1", "8", 2, "0.13"),
            ("-1", "8", 2, "-0.13"),
            ("0.125", "1", 2, "0.13"),
            ("0.124", "1", 2, "0.12"),
            ("100", "0.5", 0, "200"),
            ("1", "0", 2, "! 除数为零"),
        ];
        for (top, bottom, decimals, expected) in rows {
            let quotient = number(top).divide(number(bottom), decimals);
            assert_eq!(shown(quotient), expected, "{top} / {bottom}");
        }
    }

    #[test]
    fn comparison_looks_at_the_value() {
        assert!(number("900.00") <= 900 && number("900.00") >= 900);
        assert!(number("900.01") > 900);
        assert!(number("5.50") < number("5.6"));
        assert_eq!(number("5.50"), number("5.5"));
        assert_eq!(number("3").max(number("2.9")).to_string(), "3");
    }

    #[test]
    fn text_is_read_and_written() {
        assert_eq!(number("-0.05").to_string(), "-0.05");
        assert_eq!(number("12.50").units, 1250);
        for bad in ["", "-", ".", "1.2.3", "+1", "1e3", "１", "99999999999999999999"] {
            assert!(bad.parse::<Decimal>().is_err(), "{bad}");
        }
    }
}
