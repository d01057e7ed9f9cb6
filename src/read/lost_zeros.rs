//! Leading zeros that a spreadsheet cut off.

use crate::read::Findings;
use crate::read::table::Table;

/// Columns of numbers with leading zeros, and how many digits each has: what a spreadsheet cuts off.
const ZEROS: [(&str, usize); 2] = [("EstablishmentNumber", 4), ("LA (code)", 3)];

pub(super) fn note_lost_zeros(table: &Table, found: &mut Findings) {
    for (name, digits) in ZEROS {
        let Some(at) = table.any(&[name]) else {
            continue;
        };
        for row in table.rows() {
            let text = row.text(at);
            if !text.is_empty() && text.len() < digits && text.bytes().all(|it| it.is_ascii_digit())
            {
                let what = format!(
                    "fewer than {digits} digits in \"{name}\": leading zeros were lost; export it as text"
                );
                let sample = format!("{}: {text}", row.place().to_string().trim());
                found.notices.add("W-ID-ZEROS", row.file(), what, sample);
            }
        }
    }
}
