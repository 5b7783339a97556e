//! Facts: named values that the machine computed and recorded in events.
//!
//! Not here: what people wrote; that is in documents, since it may have to be erased.

use std::sync::Arc;

use indexmap::IndexMap;
use minicbor::{Decode, Decoder, Encode, Encoder, data::Type, decode, encode};
use tongban_expr::Value;

/// Named values in the order of their source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts(pub IndexMap<Arc<str>, Value>);

// CBOR shapes: null, bool, text; a number is [0, text], a date [1, text], an instant [2, ms],
// a list [3, items…], a record [4, {…}].
const NUMBER: u8 = 0;
const DATE: u8 = 1;
const INSTANT: u8 = 2;
const LIST: u8 = 3;
const RECORD: u8 = 4;

impl<C> Encode<C> for Facts {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        record(e, &self.0)
    }
}

/// For fields that hold the bare map.
pub(crate) mod map {
    use minicbor::{
        decode::Error as DecodeError,
        encode::{Error, Write},
    };

    use super::{Arc, Decoder, Encoder, IndexMap, Value};

    pub(crate) fn encode<C, W: Write>(
        fields: &IndexMap<Arc<str>, Value>,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), Error<W::Error>> {
        super::record(e, fields)
    }

    pub(crate) fn decode<C>(
        d: &mut Decoder<'_>,
        _: &mut C,
    ) -> Result<IndexMap<Arc<str>, Value>, DecodeError> {
        super::read_record(d, 0)
    }
}

fn record<W: encode::Write>(
    e: &mut Encoder<W>,
    fields: &IndexMap<Arc<str>, Value>,
) -> Result<(), encode::Error<W::Error>> {
    e.map(fields.len() as u64)?;
    fields.iter().try_for_each(|(name, field)| {
        e.str(name)?;
        value(e, field)
    })
}

fn value<W: encode::Write>(
    e: &mut Encoder<W>,
    value_: &Value,
) -> Result<(), encode::Error<W::Error>> {
    match value_ {
        Value::Null => e.null()?.ok(),
        Value::Boolean(boolean) => e.bool(*boolean)?.ok(),
        Value::Text(text) => e.str(text)?.ok(),
        Value::Number(number) => e.array(2)?.u8(NUMBER)?.str(&number.to_string())?.ok(),
        Value::Date(date) => e.array(2)?.u8(DATE)?.str(&date.to_string())?.ok(),
        Value::Instant(instant) => e.array(2)?.u8(INSTANT)?.i64(instant.as_millisecond())?.ok(),
        Value::List(items) => {
            e.array(1 + items.len() as u64)?.u8(LIST)?;
            items.iter().try_for_each(|item| value(e, item))
        }
        Value::Record(fields) => {
            e.array(2)?.u8(RECORD)?;
            record(e, fields)
        }
    }
}

impl<'b, C> Decode<'b, C> for Facts {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        read_record(d, 0).map(Self)
    }
}

/// Deepest nesting read back: stored bytes are input, and a form has at most a list of records.
const DEPTH_MAX: u8 = 16;

fn read_record(d: &mut Decoder<'_>, depth: u8) -> Result<IndexMap<Arc<str>, Value>, decode::Error> {
    let count = d.map()?.ok_or_else(|| decode::Error::message("expected a sized map"))?;
    (0..count).map(|_| Ok((d.str()?.into(), read_value(d, depth)?))).collect()
}

fn read_value(d: &mut Decoder<'_>, depth: u8) -> Result<Value, decode::Error> {
    if depth > DEPTH_MAX {
        return Err(decode::Error::message("expected values nested less deeply"));
    }
    match d.datatype()? {
        Type::Null => d.null().map(|()| Value::Null),
        Type::Bool => d.bool().map(Value::Boolean),
        Type::String => d.str().map(|text| Value::Text(text.into())),
        _ => read_tagged(d, depth),
    }
}

fn read_tagged(d: &mut Decoder<'_>, depth: u8) -> Result<Value, decode::Error> {
    let sized = || decode::Error::message("expected a sized array");
    let count = d.array()?.ok_or_else(sized)?;
    let malformed = |_| decode::Error::message("expected a number, date or instant");
    Ok(match d.u8()? {
        NUMBER => Value::Number(d.str()?.parse().map_err(malformed)?),
        DATE => Value::Date(d.str()?.parse().map_err(|_| sized())?),
        INSTANT => Value::Instant(
            tongban_calendar::Instant::from_millisecond(d.i64()?).map_err(|_| sized())?,
        ),
        LIST => {
            let items = (1..count).map(|_| read_value(d, depth + 1)).collect::<Result<_, _>>()?;
            Value::List(items)
        }
        RECORD => Value::Record(read_record(d, depth + 1)?),
        _ => return Err(decode::Error::message("expected a known kind of value")),
    })
}
