//! What ranks the areas, and the need rate: the section `[deprivation]`.

use crate::model::Measure;
use crate::read::{
    DeprivationColumn, DeprivationColumns, Encoding, Index, Part, TableSettings, Vintage,
};
use crate::study::areas::{Missing, missing, need_file, table_settings, vintage_or};
use crate::study::folders::Files;
use crate::study::keys::Keys;

/// A file of deprivation.
#[derive(Clone, Debug, PartialEq)]
pub struct DeprivationSource {
    /// The file.
    pub file: String,
    /// How the file is written.
    pub table: TableSettings,
    /// Which columns hold what.
    pub columns: DeprivationColumns,
    /// Which vintage the codes are.
    pub vintage: Vintage,
    /// What ranks the areas.
    pub by: Measure,
    /// The name printed, such as "IDACI 2019".
    pub name: String,
    /// The name of the need rate as printed, such as "IDACI score".
    pub need_name: Option<String>,
    /// What to do with areas the file leaves out.
    pub missing: Missing,
}

/// Which edition of the Indices of Deprivation a file is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edition {
    Iod2019,
    Iod2025,
    Other,
}

impl Edition {
    /// The vintage of a file's codes: that of the edition, which is published for no other, else what the study says.
    fn vintage(self, keys: &Keys<'_>, usual: Vintage) -> Vintage {
        let told = vintage_or(keys, usual);
        if self != Self::Other && told != usual {
            let what = "this edition of the Indices is not published for these areas";
            let remedy = "leave vintage out and correct kind: iod2019 has the areas of 2011, iod2025 those of 2021; figures \
                that somebody has carried over are kind = \"table\"";
            keys.fault("vintage", "E-CFG-ENUM", what, remedy);
        }
        told
    }
}

impl DeprivationSource {
    /// Reads `[deprivation]`.
    pub(super) fn read(keys: &Keys<'_>, files: &Files, areas: Vintage) -> Self {
        let file = need_file(keys, "file", files);
        let kinds = [
            ("iod2019", Edition::Iod2019),
            ("iod2025", Edition::Iod2025),
            ("table", Edition::Other),
        ];
        if !keys.has("kind") {
            keys.missing("kind", "iod2019, iod2025 or table");
        }
        let edition = keys.choice("kind", &kinds).unwrap_or(Edition::Other);
        let measures = [
            ("rank", Measure::Rank),
            ("score", Measure::Score),
            ("decile", Measure::Decile),
        ];
        let by = keys.choice("by", &measures);
        let (columns, by) = match edition {
            Edition::Other => own_columns(keys, by),
            _ => published_columns(keys, by),
        };
        let usual = match edition {
            Edition::Iod2019 => Vintage::Lsoa2011,
            Edition::Iod2025 => Vintage::Lsoa2021,
            Edition::Other => areas,
        };
        let name = keys
            .text("name")
            .unwrap_or_else(|| usual_name(&columns, edition));
        let need_name = keys.text("need_name").or_else(|| need_name(&columns));
        let source = Self {
            file: file.unwrap_or_default(),
            table: table_settings(keys, Encoding::Utf8),
            columns,
            vintage: edition.vintage(keys, usual),
            by,
            name,
            need_name,
            missing: missing(keys),
        };
        keys.finish();
        source
    }
}

/// The columns of File 7 by the words of the study: `rank = "idaci"`, `need = "idaci_score"`.
fn published_columns(keys: &Keys<'_>, by: Option<Measure>) -> (DeprivationColumns, Measure) {
    let by = by.unwrap_or_else(|| keys.default("by", "rank", Measure::Rank));
    let rank = keys
        .text("rank")
        .unwrap_or_else(|| keys.default("rank", "imd", "imd".to_owned()));
    let index = Index::from_word(&rank);
    let of = |part| {
        let named = || DeprivationColumn::Named(rank.clone());
        index.map_or_else(named, |it| DeprivationColumn::File7(it, part))
    };
    let decile = keys.text("decile");
    let decile_column = decile.as_deref().map(column_of(Part::Decile));
    let need = keys.text("need");
    let need_column = need.as_deref().map(column_of(Part::Score));
    if let Some(DeprivationColumn::File7(index, _)) = &need_column
        && !index.is_rate()
    {
        let what = "its score is no rate of people, so it cannot be the need of a child";
        keys.fault(
            "need",
            "E-CFG-ENUM",
            what,
            "use idaci_score or income_score",
        );
    }
    let columns = DeprivationColumns {
        code: code(keys),
        rank: (by == Measure::Rank).then(|| of(Part::Rank)),
        // Ranks of merged areas are made anew from scores, where a national file has them.
        score: match by {
            Measure::Score => Some(of(Part::Score)),
            _ => index.map(|it| DeprivationColumn::File7(it, Part::Score)),
        },
        score_needed: by == Measure::Score,
        decile: decile_column
            .or_else(|| index.map(|it| DeprivationColumn::File7(it, Part::Decile))),
        decile_needed: decile.is_some() || by == Measure::Decile,
        need: need_column,
        people: None,
    };
    (columns, by)
}

/// A word such as `idaci_score`, `idaci`, or the header of a column.
fn column_of(part: Part) -> impl Fn(&str) -> DeprivationColumn {
    move |word| {
        let ends = [
            ("_score", Part::Score),
            ("_rank", Part::Rank),
            ("_decile", Part::Decile),
        ];
        let told = ends.iter().find_map(|(end, part)| {
            let index = Index::from_word(word.strip_suffix(end)?)?;
            Some(DeprivationColumn::File7(index, *part))
        });
        let whole = || Index::from_word(word).map(|it| DeprivationColumn::File7(it, part));
        told.or_else(whole)
            .unwrap_or_else(|| DeprivationColumn::Named(word.to_owned()))
    }
}

fn own_columns(keys: &Keys<'_>, by: Option<Measure>) -> (DeprivationColumns, Measure) {
    let mut columns = DeprivationColumns::default();
    let named = |it: Option<String>| it.map(DeprivationColumn::Named);
    if let Some(keys) = keys.table("columns") {
        columns = DeprivationColumns {
            code: keys.text("code"),
            rank: named(keys.text("rank")),
            score: named(keys.text("score")),
            decile: named(keys.text("decile")),
            need: named(keys.text("need")),
            people: keys.text("people"),
            ..columns
        };
        keys.finish();
    }
    columns.rank = columns.rank.or_else(|| named(keys.text("rank")));
    columns.score = columns.score.or_else(|| named(keys.text("score")));
    columns.decile = columns.decile.or_else(|| named(keys.text("decile")));
    columns.need = columns.need.or_else(|| named(keys.text("need")));
    columns.score_needed = columns.score.is_some();
    columns.decile_needed = columns.decile.is_some();
    let usual = match (&columns.rank, &columns.score) {
        (Some(_), _) => Measure::Rank,
        (None, Some(_)) => Measure::Score,
        (None, None) => Measure::Decile,
    };
    let by = by.unwrap_or(usual);
    let (column, key) = match by {
        Measure::Rank => (&columns.rank, "rank"),
        Measure::Score => (&columns.score, "score"),
        Measure::Decile => (&columns.decile, "decile"),
    };
    if column.is_none() {
        keys.missing(
            "columns",
            &format!("the column that ranks areas, such as {{ {key} = \"{key}\" }}"),
        );
    }
    (columns, by)
}

fn code(keys: &Keys<'_>) -> Option<String> {
    let keys = keys.table("columns")?;
    let code = keys.text("code");
    keys.finish();
    code
}

fn shown(column: &DeprivationColumn) -> String {
    match column {
        DeprivationColumn::Named(it) => it.clone(),
        DeprivationColumn::File7(index, _) => match index.word() {
            word @ ("imd" | "idaci" | "idaopi") => word.to_uppercase(),
            word => {
                let word = word.replace('-', " ");
                let (first, rest) = word.split_at(1);
                format!("{}{rest}", first.to_uppercase())
            }
        },
    }
}

fn usual_name(columns: &DeprivationColumns, edition: Edition) -> String {
    let ranking = columns
        .rank
        .as_ref()
        .or(columns.score.as_ref())
        .or(columns.decile.as_ref());
    let index = ranking.map_or_else(|| "deprivation".to_owned(), shown);
    match edition {
        Edition::Iod2019 => format!("{index} 2019"),
        Edition::Iod2025 => format!("{index} 2025"),
        Edition::Other => "deprivation".to_owned(),
    }
}

fn need_name(columns: &DeprivationColumns) -> Option<String> {
    columns.need.as_ref().map(|it| match it {
        DeprivationColumn::Named(name) => name.clone(),
        DeprivationColumn::File7(..) => format!("{} score", shown(it)),
    })
}
