//! Who is within a standard.

use super::{Nearest, Unserved};
use crate::units::Seconds;

/// Whether an area is within a standard: its journey takes at most as long. An area that cannot be served is not.
///
/// Source: the covering condition `t <= T` of Church and `ReVelle` 1974, doi:10.1007/BF01942293; inclusive.
#[must_use]
pub fn within(access: &Result<Nearest, Unserved>, standard: Seconds) -> bool {
    access.is_ok_and(|it| it.time <= standard)
}
