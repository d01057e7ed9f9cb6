//! What a TOML value is, and what it says.

use toml::de::DeValue;

/// The text of a value; a whole number counts as its digits, such as a URN.
pub(super) fn text_of(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(it) => Some(it.to_string()),
        DeValue::Integer(it) => Some(it.to_string()),
        _ => None,
    }
}

/// The number of a value, finite or not.
pub(super) fn number_of(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(it) => i64::from_str_radix(it.as_str(), it.radix())
            .ok()
            .map(|it| it as f64),
        DeValue::Float(it) => it.as_str().parse().ok(),
        _ => None,
    }
}

/// What a value is, in words.
pub(super) fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
