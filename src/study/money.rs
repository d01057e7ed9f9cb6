//! What the council says of money: the section `[money]`.

use crate::ids::{Column, FunderId};
use crate::model::{CostLine, Funder, Money, Payers};
use crate::study::funders;
use crate::study::keys::Keys;
use crate::units::Pounds;

/// Reads `[money]`.
pub(super) fn read(root: &Keys<'_>, known: &Column<FunderId, Funder>) -> Money {
    let Some(keys) = root.table("money") else {
        return Money::default();
    };
    let pounds = |key| {
        let told = keys.number(key, 0.0, 1e12, false);
        told.and_then(Pounds::from_fractional)
    };
    let [stated, saving, budget] = ["baseline", "saving", "budget"].map(pounds);
    if let (Some(stated), Some(saving), Some(budget)) = (stated, saving, budget)
        && stated - saving != budget
    {
        let what = format!(
            "baseline less saving is {}, not {}",
            (stated - saving).get(),
            budget.get()
        );
        keys.fault(
            "budget",
            "E-CFG-RANGE",
            what,
            "give saving or budget alone, or correct one",
        );
    }
    let keep = keys.choice("front_line_hours", &[("keep", true), ("free", false)]);
    let payers = keys.table("funders").map(|table| {
        let payers = CostLine::WORDS.map(|(word, _)| funders::funder(&table, word, known));
        table.finish();
        Payers::new(payers)
    });
    keys.finish();
    Money {
        stated,
        saving,
        budget,
        keep_front_line: keep.unwrap_or(false),
        payers: payers.unwrap_or_default(),
    }
}
