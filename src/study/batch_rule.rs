//! A rule that stands for many configurations: "any 10 of these 38, with these fixed, within this budget". As written,
//! then as meant.

use std::collections::BTreeMap;

use crate::ids::{Column, SiteId};
use crate::model::{Site, SiteStatus};
use crate::study::error::{StudyErrors, StudyFault, did_you_mean};
use crate::study::file::{StudyFile, check_schema};
use crate::study::keys::Keys;
use crate::units::Pounds;

/// A rule with its sites looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRule {
    /// The sites that may be open or closed, in order of their ids.
    pub free: Vec<SiteId>,
    /// How many of them are open: each of these numbers, least first.
    pub choose: Vec<usize>,
    /// The sites that are open in every configuration.
    pub fixed: Vec<SiteId>,
    /// The sites that are closed in every configuration. All others are as they are today.
    pub closed: Vec<SiteId>,
    /// What a configuration may cost, where that is told.
    pub limit: Option<RuleLimit>,
    /// How many are drawn, and by which seed, where not all are wanted.
    pub sample: Option<(u64, u64)>,
}

/// What the configurations of a rule may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleLimit {
    /// At most so much a year.
    Budget(Pounds),
    /// At least so much less a year than today.
    Saving(Pounds),
}

/// Which sites a rule chooses from, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ChosenFrom {
    All,
    Existing,
    Candidates,
    Named(Vec<String>),
}

/// A rule as written; site ids are not checked yet.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenRule {
    file: String,
    choose: Vec<usize>,
    of: ChosenFrom,
    fixed: Vec<String>,
    closed: Vec<String>,
    limit: Option<RuleLimit>,
    sample: Option<(u64, u64)>,
    /// Where each key stands.
    places: BTreeMap<&'static str, (usize, usize)>,
}

/// The keys whose faults are told after the file was read.
const TOLD_LATER: [&str; 4] = ["choose", "of", "fixed", "closed"];

/// More than any run could go through.
const MOST_DRAWN: f64 = 1e12;
/// Seeds are whole numbers that every program writes alike.
const MOST_SEED: f64 = 9_007_199_254_740_991.0;

/// Reads a rule file: one table `[rule]`.
///
/// # Errors
/// Every fault of the file at once.
pub fn rule_file(text: &str, name: &str) -> Result<WrittenRule, StudyErrors> {
    let file = StudyFile::parse(text, name)?;
    let keys = file.keys();
    if keys.has("schema") {
        check_schema(&keys);
    }
    if keys.has("changes") {
        let what = "this is a scenario file, and a rule is needed";
        let remedy = "put scenario files into a folder and give that, or write a [rule]";
        keys.fault("changes", "E-CFG-RULE", what, remedy);
        return file.page.finish(None);
    }
    if !keys.has("rule") {
        keys.missing("rule", "a table [rule] with choose = 10 and of = \"all\"");
    }
    let rule = keys.table("rule").and_then(|it| rule(&it));
    keys.finish();
    file.page.finish(rule)
}

fn rule(keys: &Keys<'_>) -> Option<WrittenRule> {
    let choose = choose(keys);
    let of = of(keys);
    let fixed = keys.texts("fixed").unwrap_or_default();
    let closed = keys.texts("closed").unwrap_or_default();
    let limit = limit(keys);
    let sample = keys.number("sample", 1.0, MOST_DRAWN, false);
    let sample = sample.and_then(|it| whole(keys, "sample", it));
    let seed = keys.number("seed", 0.0, MOST_SEED, false);
    let seed = seed.and_then(|it| whole(keys, "seed", it));
    if keys.has("sample") && !keys.has("seed") {
        keys.missing(
            "seed",
            "any whole number: the same seed draws the same sample",
        );
    }
    if keys.has("seed") && !keys.has("sample") {
        let what = "a seed draws nothing without sample";
        keys.fault(
            "seed",
            "E-CFG-RULE",
            what,
            "write sample = 100_000, or remove seed",
        );
    }
    let places = TOLD_LATER.map(|it| (it, keys.place_of(it)));
    keys.finish();
    Some(WrittenRule {
        file: keys.page().file.to_owned(),
        choose: choose?,
        of: of?,
        fixed,
        closed,
        limit,
        sample: sample.zip(seed),
        places: places.into_iter().collect(),
    })
}

/// How many are open: a number, or a list of numbers.
fn choose(keys: &Keys<'_>) -> Option<Vec<usize>> {
    if !keys.has("choose") {
        keys.missing(
            "choose",
            "how many sites are open, such as 10 or [9, 10, 11]",
        );
        return None;
    }
    let numbers = if keys.is_list("choose") {
        keys.numbers("choose")?
    } else {
        vec![keys.number("choose", 0.0, 1e6, false)?]
    };
    let numbers: Option<Vec<u64>> = numbers
        .iter()
        .map(|it| whole(keys, "choose", *it))
        .collect();
    let mut numbers: Vec<usize> = numbers?
        .into_iter()
        .map(|it| usize::try_from(it).unwrap_or(usize::MAX))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        let what = "the list is empty";
        keys.fault(
            "choose",
            "E-CFG-RANGE",
            what,
            "write a number, such as [10]",
        );
        return None;
    }
    Some(numbers)
}

fn of(keys: &Keys<'_>) -> Option<ChosenFrom> {
    if !keys.has("of") {
        keys.missing(
            "of",
            "a list of site ids, or one of all, existing, candidates",
        );
        return None;
    }
    if keys.is_text("of") {
        let words = [
            ("all", ChosenFrom::All),
            ("existing", ChosenFrom::Existing),
            ("candidates", ChosenFrom::Candidates),
        ];
        return keys.choice("of", &words);
    }
    keys.texts("of").map(ChosenFrom::Named)
}

fn limit(keys: &Keys<'_>) -> Option<RuleLimit> {
    let budget = keys.number("budget", 0.0, 1e14, false);
    let saving = keys.number("saving", -1e14, 1e14, false);
    if keys.has("budget") && keys.has("saving") {
        let what = "a rule has a budget or a saving, not both";
        keys.fault("saving", "E-CFG-RULE", what, "remove one of them");
    }
    let budget = budget
        .and_then(Pounds::from_fractional)
        .map(RuleLimit::Budget);
    let saving = saving.and_then(Pounds::from_fractional);
    budget.or(saving.map(RuleLimit::Saving))
}

/// A whole number of a key, or a fault.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked first"
)]
fn whole(keys: &Keys<'_>, key: &str, number: f64) -> Option<u64> {
    if number.fract() == 0.0 && (0.0..=MOST_SEED).contains(&number) {
        return Some(number as u64);
    }
    let what = format!("{number} is no whole number from 0");
    keys.fault(key, "E-CFG-RANGE", what, "write a whole number");
    None
}

impl WrittenRule {
    /// The same rule with ids looked up.
    ///
    /// # Errors
    /// Every site that is unknown, or named twice (`E-CFG-SITE`), and every number of sites that cannot be chosen
    /// (`E-CFG-RANGE`), all at once.
    pub fn resolve(&self, sites: &Column<SiteId, Site>) -> Result<BatchRule, StudyErrors> {
        let mut errors = StudyErrors::default();
        let of = match &self.of {
            ChosenFrom::All => sites.ids().collect(),
            ChosenFrom::Existing => with_status(sites, SiteStatus::Existing),
            ChosenFrom::Candidates => with_status(sites, SiteStatus::Candidate),
            ChosenFrom::Named(ids) => self.named("of", ids, sites, &mut errors),
        };
        let fixed = self.named("fixed", &self.fixed, sites, &mut errors);
        let closed = self.named("closed", &self.closed, sites, &mut errors);
        if let Some(both) = fixed.iter().find(|it| closed.contains(it)) {
            let what = "it is among fixed too, and cannot be open and closed";
            let fault = self.fault("closed", "E-CFG-SITE", what, "remove it from one of them");
            errors.0.push(fault.value(&sites[*both].id));
        }
        let free = |it: &SiteId| !fixed.contains(it) && !closed.contains(it);
        let among = of.iter().filter(|it| fixed.contains(it)).count();
        let free: Vec<SiteId> = of.iter().copied().filter(free).collect();
        let (mut choose, unknown) = (Vec::new(), !errors.0.is_empty());
        for asked in &self.choose {
            match asked.checked_sub(among).filter(|it| *it <= free.len()) {
                Some(it) => choose.push(it),
                // What is unknown above makes too few of them.
                None if unknown => (),
                None => {
                    let (n, open) = (of.len(), among + free.len());
                    let what = format!(
                        "{asked} cannot be open of {n}, of which {among} always are and {} never",
                        n - open
                    );
                    let remedy = format!("choose from {among} to {open}");
                    errors
                        .0
                        .push(self.fault("choose", "E-CFG-RANGE", &what, &remedy));
                }
            }
        }
        errors.or(BatchRule {
            free,
            choose,
            fixed,
            closed,
            limit: self.limit,
            sample: self.sample,
        })
    }

    /// The sites of some ids, in order.
    fn named(
        &self,
        key: &'static str,
        ids: &[String],
        sites: &Column<SiteId, Site>,
        errors: &mut StudyErrors,
    ) -> Vec<SiteId> {
        let mut found = Vec::new();
        for id in ids {
            match sites.find(|it| it.id == *id) {
                Some(site) if found.contains(&site) => {
                    let fault = self.fault(key, "E-CFG-SITE", "it is named twice", "name it once");
                    errors.0.push(fault.value(id));
                }
                Some(site) => found.push(site),
                None => {
                    let remedy = did_you_mean(id, sites.iter().map(|it| it.id.as_str()));
                    let fault = self.fault(key, "E-CFG-SITE", "no site has this id", &remedy);
                    errors.0.push(fault.value(id));
                }
            }
        }
        found.sort_unstable();
        found
    }

    fn fault(&self, key: &'static str, code: &'static str, what: &str, remedy: &str) -> StudyFault {
        let (line, column) = self.places.get(key).copied().unwrap_or_default();
        StudyFault::new(code, &self.file, &format!("rule.{key}"), what, remedy).at(line, column)
    }
}

fn with_status(sites: &Column<SiteId, Site>, status: SiteStatus) -> Vec<SiteId> {
    let all = sites.enumerate();
    all.filter(|(_, it)| it.status == status)
        .map(|(site, _)| site)
        .collect()
}
