//! A new study file in plain words, filled from the files at hand: what is there is in force, what is not stands commented
//! out and is listed.

use crate::read::{FileKind, Input, Vintage};
use crate::study::draft_areas::areas;
use crate::study::draft_offer::Offer;
use crate::study::draft_page::{DraftPage, Unsettled, quoted};
use crate::study::draft_sites::sites;
use crate::study::draft_tables::{deprivation, people};
use crate::study::draft_travel::{assess, travel};
use crate::study::shelf::{FoundFile, Shelf};

/// Which areas of the file belong to a new study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All.
    Everything,
    /// Those of districts, each with its code and its name where they are known.
    Districts(Vec<WantedDistrict>),
    /// Those of these codes.
    Codes(Vec<String>),
    /// Those of a file with a code in its first column.
    CodesFile(String),
    /// Those within an outline.
    Outline(String),
}

/// A district as the files at hand know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedDistrict {
    /// Its code, or what the user wrote where nothing tells it.
    pub code: String,
    /// Its name, where a file tells it.
    pub name: Option<String>,
}

/// What a study file is drafted from.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// The study's name.
    pub name: String,
    /// Its areas.
    pub wanted: Wanted,
    /// Its files.
    pub shelf: Shelf,
    /// The districts that its areas lie in, as far as the files tell.
    pub districts: Vec<WantedDistrict>,
    /// The upper-tier authorities of its districts, as far as a file tells them.
    pub authorities: Vec<String>,
}

impl Brief {
    /// More districts than any study of a part of the country has.
    const MOST_DISTRICTS: usize = 100;

    /// Whether the study is of the country, so that what is published for the country is its own.
    pub(super) fn is_of_the_country(&self) -> bool {
        self.districts.len() > Self::MOST_DISTRICTS
    }

    /// Whether areas were asked for, so that a list may reach beyond them.
    pub(super) fn is_of_a_part(&self) -> bool {
        self.wanted != Wanted::Everything && !self.is_of_the_country()
    }
}

/// An input that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingInput {
    /// Which.
    pub input: Input,
    /// Whether the study cannot be read without it.
    pub needed: bool,
    /// Why it is wanted.
    pub why: &'static str,
}

/// A study file, and what it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its text.
    pub text: String,
    /// The inputs that are not there, those needed first.
    pub missing: Vec<MissingInput>,
    /// What only the user can say, each in a sentence.
    pub to_decide: Vec<String>,
    /// Whether it can be read as it stands: nothing needed is missing, and a list of sites is in force.
    pub ready: bool,
}

/// Drafts a study file.
#[must_use]
pub fn draft(brief: &Brief) -> Draft {
    let (mut page, mut unsettled) = (DraftPage::default(), Unsettled::default());
    let missing = missing(brief);
    let lacks = |input| missing.iter().any(|it| it.input == input);
    areas(&mut page, brief, lacks(Input::Lookup));
    let bands = people(&mut page, &brief.shelf);
    deprivation(&mut page, &brief.shelf);
    let mode = travel(&mut page, &brief.shelf, &mut unsettled.to_decide);
    assess(&mut page, &brief.shelf, &mode, &bands[0].0);
    let offer = Offer::of(&brief.shelf, &bands[0].0, &mode);
    offer.write(&mut page, &mut unsettled);
    sites(&mut page, brief, &offer, &mut unsettled);
    postcodes(&mut page, &brief.shelf, lacks(Input::Postcodes));
    money(&mut page);
    spare(&mut page, &brief.shelf);
    let in_force = page.text.lines().any(|it| it == "[[sites]]");
    // What was drafted is known only now, and stands at the head.
    let mut head = DraftPage::default();
    about(&mut head, &brief.name, &unsettled.made_up);
    Draft {
        text: head.text + &page.text,
        ready: in_force && missing.iter().all(|it| !it.needed),
        missing,
        to_decide: unsettled.to_decide,
    }
}

/// The inputs that are not there, those needed first.
fn missing(brief: &Brief) -> Vec<MissingInput> {
    let shelf = &brief.shelf;
    let mut missing = Vec::new();
    let mut want = |absent: bool, input, needed, why| {
        if absent {
            missing.push(MissingInput { input, needed, why });
        }
    };
    want(
        shelf.areas.is_none(),
        Input::Centroids,
        true,
        "a study begins with its areas",
    );
    want(
        shelf.people.is_none(),
        Input::Ages,
        true,
        "every figure is weighted by children",
    );
    let roadless = shelf.roads.is_none() && shelf.times.is_none();
    want(
        roadless,
        Input::Roads,
        true,
        "journeys need roads, or a table of their times",
    );
    let no_lookup = shelf.lookup.is_none();
    let by_district = matches!(brief.wanted, Wanted::Districts(_)) && !shelf.tells_districts();
    let own = shelf.vintage() == Vintage::Own;
    if by_district || shelf.must_carry() {
        let why = if by_district {
            "it tells the district of each area"
        } else {
            "two files are of different censuses"
        };
        want(no_lookup, Input::Lookup, true, why);
    } else {
        want(
            no_lookup && !own && !shelf.tells_districts(),
            Input::Lookup,
            false,
            "without it there are no names and no districts",
        );
    }
    want(
        shelf.sites.is_empty(),
        Input::ChildrensCentres,
        true,
        "a study needs at least one list of sites",
    );
    let no_places = shelf.needs_postcodes() && shelf.postcodes.is_none();
    want(
        no_places,
        Input::Postcodes,
        true,
        "a list of sites has postcodes and no coordinates",
    );
    want(
        shelf.deprivation.is_none(),
        Input::Deprivation,
        false,
        "without it there is no gradient and no decile",
    );
    want(
        shelf.boundaries.is_none(),
        Input::Boundaries,
        false,
        "without it areas are points on the map",
    );
    let open = |it: &FoundFile| it.is.kind != FileKind::GiasSchools;
    let none_open = !shelf.sites.is_empty() && !shelf.sites.iter().any(open);
    want(
        none_open,
        Input::ChildrensCentres,
        false,
        "without it no centre is open today",
    );
    missing.sort_by_key(|it| !it.needed);
    missing
}

fn about(page: &mut DraftPage, name: &str, made_up: &[(String, String)]) {
    page.say(&format!(
        "The study file of {name}, drafted by `fairreach new`. Lines that begin with # do nothing; every key is described in the \
         README. Paths are relative to this file. Look through what is marked CHANGE, then run `fairreach check`."
    ));
    page.line("schema = 1");
    page.gap();
    page.line("[study]");
    page.line(&format!("name = {}", quoted(name)));
    page.line("question = \"Which centres should stay, open or close, and which families would travel further?\"  # CHANGE");
    page.say(
        "What in it is drafted and not read from the files, or made up: printed on every page. CHANGE: delete each once you have \
         decided it.",
    );
    page.line("illustrative = [");
    for (what, once) in made_up {
        page.line(&format!("  {},  # delete it {once}", quoted(what)));
    }
    page.line("]");
}

fn postcodes(page: &mut DraftPage, shelf: &Shelf, needed: bool) {
    page.section(
        "Where postcodes are; it places sites that have no coordinates.",
        Input::Postcodes,
    );
    let Some(file) = &shelf.postcodes else {
        if needed {
            page.missing(Input::Postcodes);
        }
        page.off("[postcodes]");
        page.off("file = \"input/NSPL21_AUG_2026_UK.csv\"");
        return;
    };
    page.line("[postcodes]");
    page.line(&format!("file = {}", quoted(&file.path)));
    if let Some(inside) = &file.is.settings.inside {
        page.line(&format!("inside = {}", quoted(inside)));
    }
    let kind = if file.is.kind == FileKind::Nspl {
        "nspl"
    } else {
        "onspd"
    };
    page.line(&format!("kind = {}", quoted(kind)));
}

fn money(page: &mut DraftPage) {
    page.gap();
    page.say("What today costs a year, in pounds, as the council states it; without it the sum over open sites.");
    page.off("[money]");
    page.off("baseline = 5_272_159");
    page.gap();
    page.say("Plans: an ordered list of changes on today, by the ids of sites.");
    for line in [
        "[[scenarios]]",
        "id = \"first-plan\"",
        "name = \"The first plan\"",
        "changes = [",
        "  { close = \"ID-OF-A-SITE\" },",
        "]",
    ] {
        page.off(line);
    }
}

fn spare(page: &mut DraftPage, shelf: &Shelf) {
    if shelf.spare.is_empty() {
        return;
    }
    page.gap();
    page.say("Files that are known and not used:");
    for (file, why) in &shelf.spare {
        page.off(&format!(
            "file = {}  # {}: {why}",
            quoted(&file.path),
            file.is.kind.name()
        ));
    }
}
