//! Our values to the library's and back.
//!
//! Not here: JSON (`json`).
//! Invariants: numbers cross as decimals, never as binary floats; instants cross at +08:00; fields
//! get a leading `.`, so that a record in scope hides no function; what comes back is within the
//! limits of [`Value`] or is refused.

use std::{fmt::Write as _, sync::Arc};

use dsntk_feel::{FeelNumber, Name, context::FeelContext, values};
use dsntk_feel_temporal::{FeelDate, FeelDateTime};
use indexmap::IndexMap;
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};
use rust_decimal::Decimal;

use super::limits::{DIGITS_MAX, ITEMS_MAX};
use crate::{Type, Value};

/// The offset of legal days.
pub(super) const CHINA: Offset = jiff::tz::offset(8);

const CHINA_SECONDS: i32 = 8 * 3_600;

/// Why a value did not cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Uncrossed {
    /// Of another kind than was declared, or too large to come in.
    Wrong,
    /// Too large to come out.
    OutOfRange,
}

/// One value on its way in, and which of its parts are empty.
pub(super) fn inward(
    value: &Value,
    kind: &Type,
    (written, empty): (&str, &mut Vec<Arc<str>>),
) -> Result<values::Value, Uncrossed> {
    Ok(match (value, kind) {
        (Value::Null, _) => {
            if !empty.iter().any(|name| **name == *written) {
                empty.push(written.into());
            }
            values::Value::Null(None)
        }
        (Value::Boolean(value), Type::Boolean) => values::Value::Boolean(*value),
        (Value::Number(value), Type::Number) => values::Value::Number(number(*value)?),
        (Value::Text(text), Type::Text) => values::Value::String(text.to_string()),
        (Value::Date(date), Type::Date) => values::Value::Date(day(*date)?),
        (Value::Instant(instant), Type::Instant) => values::Value::DateTime(time(*instant)?),
        (Value::List(items), Type::List(kind)) if items.len() <= ITEMS_MAX => {
            let cross = |item| inward(item, kind, (written, empty));
            values::Value::List(items.iter().map(cross).collect::<Result<_, _>>()?)
        }
        (Value::Record(fields), Type::Record(kinds)) => record(fields, kinds, (written, empty))?,
        _ => return Err(Uncrossed::Wrong),
    })
}

fn record(
    fields: &IndexMap<Arc<str>, Value>,
    kinds: &IndexMap<Arc<str>, Type>,
    (written, empty): (&str, &mut Vec<Arc<str>>),
) -> Result<values::Value, Uncrossed> {
    let mut context = FeelContext::new();
    for (name, kind) in kinds {
        let value = fields.get(name).unwrap_or(&Value::Null);
        let crossed = if matches!(value, Value::Null) {
            inward(value, kind, (&format!("{written}.{name}"), empty))?
        } else {
            inward(value, kind, (written, empty))?
        };
        context.set_entry(&Name::from(format!(".{name}")), crossed);
    }
    Ok(values::Value::Context(context))
}

/// A decimal as the library's number.
pub(super) fn number(value: Decimal) -> Result<FeelNumber, Uncrossed> {
    let scale = i32::try_from(value.scale()).map_err(|_| Uncrossed::Wrong)?;
    match i64::try_from(value.mantissa()) {
        Ok(mantissa) => Ok(FeelNumber::new(mantissa, scale)),
        Err(_) => value.to_string().parse().map_err(|_| Uncrossed::Wrong),
    }
}

pub(super) fn day(date: Date) -> Result<FeelDate, Uncrossed> {
    let date = date_parts(date);
    FeelDate::new(date.0, date.1, date.2).ok_or(Uncrossed::Wrong)
}

pub(super) fn time(instant: Timestamp) -> Result<FeelDateTime, Uncrossed> {
    let local = CHINA.to_datetime(instant);
    let byte = |part: i8| u8::try_from(part).map_err(|_| Uncrossed::Wrong);
    let clock = (
        byte(local.hour())?,
        byte(local.minute())?,
        byte(local.second())?,
        u64::try_from(local.subsec_nanosecond()).map_err(|_| Uncrossed::Wrong)?,
    );
    FeelDateTime::offset(date_parts(local.date()), clock, CHINA_SECONDS).ok_or(Uncrossed::Wrong)
}

fn date_parts(date: Date) -> (i32, u32, u32) {
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    (i32::from(date.year()), u32::from(month), u32::from(day))
}

/// The library's answer as a value of `kind`; none if it is of no such kind.
pub(super) fn outward(value: values::Value, kind: &Type) -> Result<Option<Value>, Uncrossed> {
    Ok(Some(match (value, kind) {
        (values::Value::Null(None), _) => Value::Null,
        (values::Value::Boolean(value), Type::Boolean) => Value::Boolean(value),
        (values::Value::Number(value), Type::Number) => Value::Number(decimal(value)?),
        (values::Value::String(text), Type::Text) => {
            if text.chars().count() > Value::TEXT_MAX {
                return Err(Uncrossed::OutOfRange);
            }
            Value::Text(text.into())
        }
        (values::Value::Date(date), Type::Date) => Value::Date(civil_date(&date)?),
        (values::Value::DateTime(time), Type::Instant) => Value::Instant(instant(&time)?),
        (values::Value::List(items), Type::List(kind)) => {
            let mut crossed = Vec::with_capacity(items.len());
            for item in items {
                let Some(item) = outward(item, kind)? else { return Ok(None) };
                crossed.push(item);
            }
            Value::List(crossed)
        }
        (values::Value::Context(mut context), Type::Record(kinds)) => {
            let mut fields = IndexMap::with_capacity(kinds.len());
            for (name, kind) in kinds {
                let entry = context.remove_entry(&Name::from(format!(".{name}")));
                let entry = entry.unwrap_or(values::Value::Null(None));
                let Some(value) = outward(entry, kind)? else { return Ok(None) };
                fields.insert(Arc::clone(name), value);
            }
            Value::Record(fields)
        }
        _ => return Ok(None),
    }))
}

/// A number of the library, rounded half to even to what a decimal holds; it is written as
/// `+15E-1`, and `Display` would panic on infinity.
pub(super) fn decimal(value: FeelNumber) -> Result<Decimal, Uncrossed> {
    let mut text = String::with_capacity(48);
    write!(text, "{value:?}").map_err(|_| Uncrossed::OutOfRange)?;
    let parts = text.split_once('E').and_then(|(mantissa, exponent)| {
        Some((mantissa.parse::<i128>().ok()?, exponent.parse::<i32>().ok()?))
    });
    let (mantissa, exponent) = parts.ok_or(Uncrossed::OutOfRange)?;
    if mantissa == 0 {
        return Ok(Decimal::ZERO);
    }
    scaled(mantissa, exponent).ok_or(Uncrossed::OutOfRange)
}

fn scaled(mantissa: i128, exponent: i32) -> Option<Decimal> {
    let digits = i32::try_from(mantissa.unsigned_abs().ilog10()).ok()? + 1;
    let digits_max = i32::try_from(DIGITS_MAX).ok()?;
    let limit = 10_u128.checked_pow(digits_max.unsigned_abs())?;
    if exponent > 0 {
        let fits = digits.saturating_add(exponent) <= digits_max;
        let factor = 10_i128.checked_pow(exponent.unsigned_abs()).filter(|_| fits)?;
        return Decimal::try_from_i128_with_scale(mantissa.checked_mul(factor)?, 0).ok();
    }
    let scale = exponent.checked_neg()?;
    let surplus = (digits - digits_max).max(scale - digits_max).max(0);
    if surplus > scale {
        return None;
    }
    let mut kept = rounded(mantissa, surplus.unsigned_abs());
    let mut scale = (scale - surplus).unsigned_abs();
    if kept.unsigned_abs() == limit {
        scale = scale.checked_sub(1)?;
        kept /= 10;
    }
    Decimal::try_from_i128_with_scale(kept, scale).ok()
}

/// `mantissa` without its last `surplus` digits, half to even.
fn rounded(mantissa: i128, surplus: u32) -> i128 {
    let Some(divisor) = 10_i128.checked_pow(surplus) else { return 0 };
    let (kept, rest) = (mantissa / divisor, (mantissa % divisor).unsigned_abs());
    let half = divisor.unsigned_abs() / 2;
    let away = rest > half || (rest == half && surplus > 0 && kept % 2 != 0);
    if away { kept + mantissa.signum() } else { kept }
}

fn civil_date(date: &FeelDate) -> Result<Date, Uncrossed> {
    let month_day = i8::try_from(date.month()).ok().zip(i8::try_from(date.day()).ok());
    let year = i16::try_from(date.year()).ok();
    year.zip(month_day)
        .and_then(|(year, (month, day))| Date::new(year, month, day).ok())
        .ok_or(Uncrossed::OutOfRange)
}

fn instant(time: &FeelDateTime) -> Result<Timestamp, Uncrossed> {
    let clock = time.time();
    let part = |part: u8| i8::try_from(part).map_err(|_| Uncrossed::OutOfRange);
    let nanosecond = i32::try_from(clock.nanos()).map_err(|_| Uncrossed::OutOfRange)?;
    let local = DateTime::from_parts(
        civil_date(&time.date())?,
        jiff::civil::Time::new(
            part(clock.hour())?,
            part(clock.minute())?,
            part(clock.second())?,
            nanosecond,
        )
        .map_err(|_| Uncrossed::OutOfRange)?,
    );
    let offset = time.feel_time_offset().ok_or(Uncrossed::OutOfRange)?;
    Offset::UTC
        .to_timestamp(local)
        .and_then(|utc| utc.checked_sub(SignedDuration::from_secs(i64::from(offset))))
        .map_err(|_| Uncrossed::OutOfRange)
}

#[cfg(test)]
mod tests;
