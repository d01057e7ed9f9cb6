//! What people read: sentences, the page, the data and the times table.

use fairreach::ids::{Id, ServiceId};
use fairreach::model::Mode;
use fairreach::report::{
    Comparison, Heading, Sentence, assessment, page, sentences, times_csv, times_parquet, to_text,
};
use fairreach::score::{Figure, Scorecard, against, evaluate, measures};
use fairreach::travel::{TravelTimes, Unreached};
use fairreach::units::Seconds;
use polars::prelude::{ParquetReader, SerReader};
use serde_json::Value;

use crate::county::{case, opened, row, toy};

struct Told {
    case: fairreach::score::Case,
    today: Scorecard,
    plan: Scorecard,
    changes: Vec<Figure>,
}

impl Told {
    fn toy(name: &str, open: &[&str]) -> Self {
        Self::of(toy(name, 10), open)
    }

    fn of(case: fairreach::score::Case, open: &[&str]) -> Self {
        let open: Vec<String> = open.iter().map(|it| (*it).to_owned()).collect();
        let today = evaluate(&case, &case.mode, &case.baseline);
        let plan = evaluate(&case, &case.mode, &opened(&case, &open));
        let changes = against(&case, &today, &plan);
        Self {
            case,
            today,
            plan,
            changes,
        }
    }

    fn comparison(&self) -> Comparison<'_> {
        Comparison {
            case: &self.case,
            today: &self.today,
            plan: Some((&self.plan, &self.changes)),
        }
    }

    fn baseline(&self) -> Comparison<'_> {
        Comparison {
            plan: None,
            ..self.comparison()
        }
    }
}

#[test]
fn look() {
    let told = Told::toy("toy_dataset", &["S1", "S3", "S4"]);
    let heading = Heading {
        study: "Fenshire".into(),
        plan: Some("Three".into()),
        settings: vec![("mode".into(), "car".into())],
        illustrative: vec!["people".into()],
        ..Heading::default()
    };
    println!("{}", page(&heading, &told.comparison()));
    println!("{}", page(&heading, &told.baseline()));
    let told = Told::toy("onefield/toy_dataset", &["S1"]);
    println!("{}", page(&heading, &told.comparison()));
}
