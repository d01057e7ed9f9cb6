//! Which vintage of LSOA a code belongs to. A vintage is a type, not a guess: 2011 and 2021 codes look alike.

use crate::read::heading::fold;
use crate::read::table::{At, Row, Table};
use crate::read::{Findings, ReadFault};

/// The vintage of small-area codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Vintage {
    /// Lower layer Super Output Areas of 2011 (34,753 in England and Wales).
    Lsoa2011,
    /// Lower layer Super Output Areas of 2021 (35,672 in England and Wales).
    Lsoa2021,
    /// A study's own codes.
    Own,
}

impl Vintage {
    /// The word in study files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lsoa2011 => "lsoa2011",
            Self::Lsoa2021 => "lsoa2021",
            Self::Own => "none",
        }
    }

    /// The year, for vintages that have one.
    #[must_use]
    pub const fn year(self) -> Option<&'static str> {
        match self {
            Self::Lsoa2011 => Some("2011"),
            Self::Lsoa2021 => Some("2021"),
            Self::Own => None,
        }
    }

    /// The headers under which the ONS publishes codes of this vintage.
    #[must_use]
    pub const fn code_headers(self) -> &'static [&'static str] {
        match self {
            Self::Lsoa2011 => &[
                "LSOA11CD",
                "LSOA code (2011)",
                "LSOA 2011 Code",
                "lsoa11_code",
                "code",
            ],
            Self::Lsoa2021 => &[
                "LSOA21CD",
                "LSOA code (2021)",
                "LSOA 2021 Code",
                "lsoa21_code",
                "Lower layer Super Output Areas Code",
                "geography code",
                "code",
            ],
            Self::Own => &["code"],
        }
    }

    /// The vintage a header speaks of, where it does.
    ///
    /// ```
    /// use fairreach::read::Vintage;
    /// assert_eq!(Vintage::of_header("LSOA code (2011)"), Some(Vintage::Lsoa2011));
    /// assert_eq!(Vintage::of_header("LSOA21CD"), Some(Vintage::Lsoa2021));
    /// assert_eq!(Vintage::of_header("code"), None);
    /// ```
    #[must_use]
    pub fn of_header(header: &str) -> Option<Self> {
        let header = fold(header);
        if !header.contains("lsoa") {
            return None;
        }
        let says = |year: &str, short: &str| header.contains(year) || header.contains(short);
        match (says("2011", "lsoa11"), says("2021", "lsoa21")) {
            (true, false) => Some(Self::Lsoa2011),
            (false, true) => Some(Self::Lsoa2021),
            _ => None,
        }
    }

    /// Finds the column of codes: the one named, else one of the published headers. A fault is recorded where it
    /// is missing or where its header speaks of another vintage (`E-GEO-VINTAGE`).
    pub fn code_column(
        self,
        table: &Table,
        named: Option<&str>,
        found: &mut Findings,
    ) -> Option<At> {
        let at = match named {
            Some(name) => table.need(name, found)?,
            None => match table.any(self.code_headers()) {
                Some(at) => {
                    table.refuse_double(at, found);
                    at
                }
                None => return self.other_column(table, found),
            },
        };
        match Self::of_header(table.heading(at)) {
            Some(other) if other != self && self != Self::Own => {
                found.fault(self.mismatch(table, table.heading(at)));
                None
            }
            _ => Some(at),
        }
    }

    fn other_column(self, table: &Table, found: &mut Findings) -> Option<At> {
        let other = table
            .headers()
            .iter()
            .find(|it| Self::of_header(it).is_some_and(|it| it != self && self != Self::Own));
        match other {
            Some(header) => found.fault(self.mismatch(table, header)),
            None => table.missing_any(self.code_headers(), found),
        }
        None
    }

    fn mismatch(self, table: &Table, header: &str) -> ReadFault {
        let year = self.year().unwrap_or("none");
        let what = format!("\"{header}\" does not hold codes of {year}, as the study says");
        let remedy =
            "correct vintage in the study; a lookup in [areas] carries one vintage to the other";
        table.header_fault("E-GEO-VINTAGE", header, &what, remedy)
    }

    /// The code in a row. A fault is recorded for an empty one and, in the vintages of the ONS, for one that is
    /// no LSOA code; `None` without a fault for Scottish and Northern Irish codes, which are noted.
    pub fn code(self, row: &Row<'_>, at: At, found: &mut Findings) -> Option<String> {
        let code = row.text(at);
        if code.is_empty() {
            let what = "empty code (a subtotal or a note?)";
            found.fault(row.fault(at, "E-CSV-SUBTOTAL", what, "delete the row"));
            return None;
        }
        if self == Self::Own {
            return Some(code.to_owned());
        }
        let digits = |it: &str| it.len() == 6 && it.bytes().all(|b| b.is_ascii_digit());
        let (head, tail) = code.split_at_checked(3).unwrap_or((code, ""));
        let what = match head {
            "E01" | "W01" if digits(tail) => return Some(code.to_owned()),
            "E02" | "W02" if digits(tail) => {
                format!("{code} is an MSOA code; an LSOA code (E01) is needed")
            }
            "E00" | "W00" if digits(tail) => {
                format!("{code} is an output area; an LSOA code (E01) is needed")
            }
            "E06" | "E07" | "E08" | "E09" | "W06" if digits(tail) => {
                format!("{code} is the code of a district; an LSOA code (E01) is needed")
            }
            _ if is_elsewhere(code) => {
                let what = "rows outside England and Wales left out";
                let sample = format!("{code} {}", row.place().to_string().trim());
                found
                    .notices
                    .add_left_out("W-GEO-OUTSIDE", row.file(), what, sample);
                return None;
            }
            _ => format!("\"{code}\" is not a GSS code of an LSOA (E01 and 6 digits)"),
        };
        found.fault(row.fault(
            at,
            "E-GEO-CODE",
            &what,
            "correct the code, or use the file by LSOA",
        ));
        None
    }
}

/// A code of Scotland or Northern Ireland: a letter and eight digits.
fn is_elsewhere(code: &str) -> bool {
    let digits = code.strip_prefix(['S', 'N']);
    digits.is_some_and(|it| it.len() == 8 && it.bytes().all(|it| it.is_ascii_digit()))
}
