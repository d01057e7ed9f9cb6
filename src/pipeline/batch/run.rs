//! A batch from its first scenario to its last: parts are scored and written one after the other, each whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::model::Mode;
use crate::pipeline::batch::figures::chosen;
use crate::pipeline::batch::ledger::Ledger;
use crate::pipeline::batch::part::Parts;
use crate::pipeline::batch::question::{BatchQuestion, QUESTION, Wanted};
use crate::pipeline::batch::score::scorer;
use crate::pipeline::batch::shard::{LEDGER, Shard};
use crate::pipeline::batch::source::{ScenariosFile, Source};
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::manifest::{FileRecord, Manifest, seen_from};
use crate::pipeline::prepare::Prepared;
use crate::pipeline::progress::Progress;
use crate::pipeline::publish::{Question, write_manifest};
use crate::pipeline::trail::absolute;
use crate::pipeline::whole_file::write_whole_as;
use crate::report::{BatchColumns, BatchWith};

/// What a batch is asked for.
#[derive(Clone, Debug)]
pub struct BatchAsked<'a> {
    /// The table, rule or folder of scenarios.
    pub scenarios: &'a Path,
    /// The folder to write.
    pub out: &'a Path,
    /// The mode of travel.
    pub mode: &'a Mode,
    /// The year whose projected people the study counts, where that was asked.
    pub year: Option<&'a str>,
    /// The figures, by their words; empty for the usual ones.
    pub figures: &'a [String],
    /// The columns before them.
    pub with: BatchWith,
    /// How many scenarios a part of the table stands for; `None`: as many as suits the scorer.
    pub rows: Option<u64>,
    /// Which share of the parts is made.
    pub shard: Shard,
}

impl BatchAsked<'_> {
    /// What was asked, after defaults, as on the command line.
    fn options(
        &self,
        folder: &Path,
        question: &BatchQuestion,
        columns: &BatchColumns,
    ) -> Result<BTreeMap<String, Vec<String>>, Fault> {
        let scenarios = seen_from(folder, &absolute(self.scenarios)?);
        let mut before = columns.names();
        before.truncate(before.len() - columns.figures.len());
        let mut options = BTreeMap::from([
            ("mode".to_owned(), vec![self.mode.name().to_owned()]),
            ("scenarios".to_owned(), vec![scenarios]),
            ("figures".to_owned(), columns.figures.clone()),
            ("columns".to_owned(), before),
            ("rows".to_owned(), vec![question.rows.to_string()]),
        ]);
        options.extend(self.year.map(|it| ("year".to_owned(), vec![it.to_owned()])));
        Ok(options)
    }
}

/// What a batch has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchDone {
    /// The parts of this share, and how many of them this run has made.
    pub parts: u64,
    /// Of them those that this run has made.
    pub made: u64,
    /// The scenarios that they stand for.
    pub scenarios: u64,
    /// Those of them that have a row; a rule leaves out those that cost too much.
    pub rows: u64,
}

impl Prepared {
    /// Scores every scenario of a table, a rule or a folder, and writes a row each into the parts of a Parquet table. A run
    /// that was broken off goes on where it was, and ends with the same bytes.
    ///
    /// # Errors
    /// All that is wrong with the scenarios or the figures at once, before anything is written; a folder of another batch;
    /// what the system says; [`Fault::Stopped`] once `stop` is set. The parts that are whole by then stay.
    pub fn batch(
        &self,
        asked: &BatchAsked<'_>,
        progress: &dyn Progress,
        stop: &AtomicBool,
    ) -> Result<BatchDone, Fault> {
        progress.stage("checking the scenarios");
        let (figures, today) = chosen(&self.case, asked.mode, asked.figures)?;
        let scorer = scorer(self, asked.mode, &figures, &today);
        let rows = asked.rows.unwrap_or(scorer.rows_a_part());
        let (source, files) = Source::open(asked.scenarios, self, &today, rows)?;
        let columns = BatchColumns {
            numbered: source.numbered(),
            with: asked.with,
            figures: figures.iter().map(|it| it.column.clone()).collect(),
        };
        let wanted = Wanted {
            mode: asked.mode.name(),
            year: asked.year,
            columns: columns.names(),
            rows,
        };
        let question = BatchQuestion::of(self, asked.scenarios, (&source, &files), wanted);
        let mut ledger = taken(asked, &question)?;
        ledger.trust(progress);
        let parts = Parts {
            prepared: self,
            source: &source,
            scorer: scorer.as_ref(),
            columns: &columns,
            rows,
            folder: asked.out,
            shard: asked.shard,
            progress,
            stop,
        };
        let made = parts.make(&mut ledger, question.parts)?;
        ledger.end()?;
        let of_share = || {
            ledger
                .lines
                .values()
                .filter(|it| asked.shard.takes(it.part))
        };
        let done = BatchDone {
            parts: of_share().count() as u64,
            made,
            scenarios: of_share().map(|it| it.scenarios).sum(),
            rows: of_share().map(|it| it.rows).sum(),
        };
        if asked.shard.is_whole() {
            self.batch_manifest(asked, &files, (&question, &columns), done)?;
        }
        Ok(done)
    }

    /// The manifest of the list of parts, which tells each by its hash.
    fn batch_manifest(
        &self,
        asked: &BatchAsked<'_>,
        files: &[ScenariosFile],
        (question, columns): (&BatchQuestion, &BatchColumns),
        done: BatchDone,
    ) -> Result<(), Fault> {
        let out = asked.out.join(LEDGER);
        let shown = out.display().to_string();
        let text = fs::read(&out).map_err(|it| Fault::io(&shown, it))?;
        let print = Fingerprint::of(&text);
        let output = FileRecord::of("output", LEDGER, text.len() as u64, print);
        let whole = absolute(&out)?;
        let folder = whole.parent().unwrap_or(Path::new("/"));
        let counts = BTreeMap::from([
            ("parts".to_owned(), done.parts),
            ("scenarios".to_owned(), done.scenarios),
            ("scenarios.left_out".to_owned(), done.scenarios - done.rows),
        ]);
        let asked = Question {
            command: "batch",
            options: asked.options(folder, question, columns)?,
            scenarios: Vec::new(),
        };
        let mut manifest = self.manifest(&whole, asked, counts, output)?;
        for it in files {
            let seen = seen_from(folder, &absolute(&it.path)?);
            manifest
                .inputs
                .push(FileRecord::of("scenario", &seen, it.bytes, it.print));
        }
        write_manifest(manifest, &Manifest::beside(&out))
    }
}

/// The folder, taken for this question and no other.
fn taken(asked: &BatchAsked<'_>, question: &BatchQuestion) -> Result<Ledger, Fault> {
    let begun = question.stands_in(asked.out)?;
    let ledger = Ledger::open(asked.out, asked.shard, begun)?;
    if !begun {
        let path = asked.out.join(QUESTION);
        let text = question.clone().sealed_text()?;
        let refused = |it| Fault::unwritable(&path.display().to_string(), it);
        write_whole_as(&path, &asked.shard.label(), |file| {
            file.write_all(text.as_bytes()).map_err(refused)
        })?;
    }
    Ok(ledger)
}
