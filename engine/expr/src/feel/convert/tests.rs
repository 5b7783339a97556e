//! Numbers, days and instants there and back.

use rust_decimal::Decimal;

use super::{Uncrossed, decimal, instant, number, time};

/// What the library holds, written as it writes it, as a decimal.
#[test]
fn library_numbers_become_decimals() {
    let rows = [
        ("0", Ok("0")),
        ("-0", Ok("0")),
        ("1.50", Ok("1.50")),
        ("12e3", Ok("12000")),
        ("1e27", Ok("1000000000000000000000000000")),
        ("1e28", Err(Uncrossed::OutOfRange)),
        ("9999999999999999999999999999", Ok("9999999999999999999999999999")),
        ("9999999999999999999999999999.4", Ok("9999999999999999999999999999")),
        ("-9999999999999999999999999999.6", Err(Uncrossed::OutOfRange)),
        ("0.12345678901234567890123456785", Ok("0.1234567890123456789012345678")),
        ("0.12345678901234567890123456775", Ok("0.1234567890123456789012345678")),
        ("0.99999999999999999999999999999", Ok("1.000000000000000000000000000")),
        ("1e-28", Ok("0.0000000000000000000000000001")),
        ("1e-40", Ok("0")),
        ("-1.5e-28", Ok("-0.0000000000000000000000000002")),
        ("9e6144", Err(Uncrossed::OutOfRange)),
    ];
    for (written, wanted) in rows {
        let library = written.parse::<dsntk_feel::FeelNumber>().expect("a number");
        let wanted = wanted.map(|text| text.parse::<Decimal>().expect("a decimal"));
        assert_eq!(decimal(library), wanted, "{written}");
    }
}

#[test]
fn infinity_is_out_of_range() {
    assert_eq!(decimal(dsntk_feel::FeelNumber::infinite()), Err(Uncrossed::OutOfRange));
}

#[test]
fn decimals_come_back_as_they_went() {
    let rows = [
        "0",
        "1",
        "-1",
        "0.01",
        "1200.50",
        "-9999999999999999999999999999",
        "9223372036854775808",
        "0.0000000000000000000000000001",
        "1.000000000000000000000000001",
    ];
    for written in rows {
        let value: Decimal = written.parse().expect("a decimal");
        let back = number(value).and_then(decimal).map(|value| value.to_string());
        assert_eq!(back.as_deref(), Ok(written));
    }
}

#[test]
fn instants_come_back_as_they_went() {
    for written in ["1970-01-01T00:00:00Z", "2026-02-28T16:00:00.001Z", "1899-12-31T23:59:59Z"] {
        let value = written.parse().expect("an instant");
        assert_eq!(time(value).and_then(|time| instant(&time)), Ok(value));
    }
}
