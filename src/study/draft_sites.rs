//! Services, tiers and lists of sites of a study file that is being drafted.

use std::collections::BTreeSet;

use crate::read::{FileKind, Input, SiteHeaders, is_district_code, site_id_fault};
use crate::study::draft::Brief;
use crate::study::draft_areas::{place, settings};
use crate::study::draft_offer::Offer;
use crate::study::draft_page::{DraftPage, Unsettled, key, list as listed, quoted};
use crate::study::shelf::{FoundFile, by_postcode, same_place, tells_district};

/// Writes every list of sites, and notes what only the user can say.
pub(super) fn sites(page: &mut DraftPage, brief: &Brief, offer: &Offer, unsettled: &mut Unsettled) {
    let shelf = &brief.shelf;
    if shelf.sites.is_empty() {
        page.section(INTRODUCTION, Input::ChildrensCentres);
        page.missing(Input::ChildrensCentres);
        for line in [
            "[[sites]]",
            "file = \"input/edubaseallchildrencentre20260913.csv\"",
            "kind = \"gias\"",
            "keep = { status = [\"Open\"] }",
            "id_prefix = \"URN\"",
            "status = \"open\"",
            "tier = \"centre\"",
        ] {
            page.off(line);
        }
    }
    for list in &shelf.sites {
        page.section(INTRODUCTION, list.is.kind.input());
        if by_postcode(list) && shelf.postcodes.is_none() {
            page.missing(Input::Postcodes);
            let (before, made_up) = (page.text.len(), unsettled.made_up.len());
            one(page, list, brief, offer, unsettled);
            comment_out(page, before);
            unsettled.made_up.truncate(made_up);
        } else {
            one(page, list, brief, offer, unsettled);
        }
    }
}

const INTRODUCTION: &str = "Places a service is run from (status = \"open\") or could be (\"candidate\"), and their tier. Costs: \
    cost_premises and cost_front_line, in pounds a year, here for all of the list or named among its columns.";

fn comment_out(page: &mut DraftPage, from: usize) {
    let lines: String = page.text[from..]
        .lines()
        .map(|it| {
            if it.is_empty() || it.starts_with('#') {
                format!("{it}\n")
            } else {
                format!("# {it}\n")
            }
        })
        .collect();
    page.text.truncate(from);
    page.text.push_str(&lines);
}

fn one(
    page: &mut DraftPage,
    list: &FoundFile,
    brief: &Brief,
    offer: &Offer,
    unsettled: &mut Unsettled,
) {
    match list.is.kind {
        FileKind::GiasCentres => {
            gias(
                page,
                list,
                brief,
                ("open", "centre"),
                &mut unsettled.to_decide,
            );
            unsettled.of_list(list, "tier");
        }
        FileKind::GiasSchools => {
            let usual = ("candidate", "outreach");
            gias(page, list, brief, usual, &mut unsettled.to_decide);
            unsettled.of_list(list, "status and tier");
        }
        FileKind::FamilyHubs => hubs(page, list, brief, &mut unsettled.to_decide),
        _ => own(page, list, brief, offer, unsettled),
    }
}

fn head(page: &mut DraftPage, list: &FoundFile, kind: &str, any_encoding: bool) {
    page.line("[[sites]]");
    page.line(&format!("file = {}", quoted(&list.path)));
    page.line(&format!("kind = {}", quoted(kind)));
    settings(page, &list.is, 1, any_encoding);
}

fn gias(
    page: &mut DraftPage,
    list: &FoundFile,
    brief: &Brief,
    (status, tier): (&str, &str),
    to_decide: &mut Vec<String>,
) {
    head(page, list, "gias", true);
    let headers = &list.is.headers;
    let mut keep = Vec::new();
    if headers.first_of(&["EstablishmentStatus (name)"]).is_some() {
        keep.push("status = [\"Open\", \"Open, but proposed to close\"]".to_owned());
    }
    if status == "candidate"
        && list
            .is
            .values("PhaseOfEducation (name)")
            .any(|it| it == "Primary")
    {
        keep.push("phase = [\"Primary\"]".to_owned());
    }
    match district_column(list, brief) {
        Some(cut) => keep.push(cut),
        None if brief.is_of_the_country() => (),
        None => {
            page.say("CHANGE: the list is of the whole country; add la = [\"NAME OF THE AUTHORITY\"] to keep.");
            to_decide.push(format!(
                "{}: of the list all that is near the study is taken; cut it to the study by la = [\"...\"] in keep",
                list.given
            ));
        }
    }
    if !keep.is_empty() {
        page.line(&format!("keep = {{ {} }}", keep.join(", ")));
    }
    page.line("id_prefix = \"URN\"");
    page.line(&format!("status = {}", quoted(status)));
    page.line(&format!(
        "tier = {}  # CHANGE where some are of another",
        quoted(tier)
    ));
}

/// What cuts a list of GIAS to districts: the column of their codes, else authorities of the same name.
fn district_column(list: &FoundFile, brief: &Brief) -> Option<String> {
    let districts = &brief.districts;
    if districts.is_empty() || brief.is_of_the_country() {
        return None;
    }
    let by_code = "DistrictAdministrative (code)";
    if list.is.headers.first_of(&[by_code]).is_some()
        && districts.iter().all(|it| is_district_code(&it.code))
    {
        let codes: Vec<&str> = districts.iter().map(|it| it.code.as_str()).collect();
        return Some(format!("{} = {}", quoted(by_code), listed(&codes)));
    }
    let names: BTreeSet<&str> = list
        .is
        .values("LA (name)")
        .filter(|la| districts.iter().any(|it| it.name.as_deref() == Some(la)))
        .collect();
    let names: Vec<&str> = names.into_iter().collect();
    (!names.is_empty()).then(|| format!("la = {}", listed(&names)))
}

/// The list of family hubs is of the whole country and tells no district: only its authorities cut it.
fn hubs(page: &mut DraftPage, list: &FoundFile, brief: &Brief, to_decide: &mut Vec<String>) {
    let before = page.text.len();
    head(page, list, "dfe-family-hubs", true);
    let whole = brief.is_of_the_country();
    let names = brief.districts.iter().filter_map(|it| it.name.as_deref());
    let names: Vec<&str> = names
        .chain(brief.authorities.iter().map(String::as_str))
        .collect();
    let wanted = |it: &&str| !whole && names.iter().any(|name| same_place(name, it));
    let authorities: BTreeSet<&str> = list.is.values("Local_Authority").filter(wanted).collect();
    let authorities: Vec<&str> = authorities.into_iter().collect();
    let unknown = authorities.is_empty() && !whole;
    if unknown {
        page.line("keep = { authority = [\"NAME OF THE AUTHORITY\"] }  # CHANGE");
    } else if !authorities.is_empty() {
        page.line(&format!(
            "keep = {{ authority = {} }}",
            listed(&authorities)
        ));
        let own = |it: &&str| {
            let mut names = brief.districts.iter().filter_map(|it| it.name.as_deref());
            names.any(|name| same_place(name, it))
        };
        if brief.is_of_a_part() && !authorities.iter().all(own) {
            to_decide.push(format!(
                "{}: it tells no district; all hubs of {} are taken, also those outside the areas asked for: leave them out by \
                 drop = {{ Family_Hub = [\"...\"] }}",
                list.given,
                authorities.join(", ")
            ));
        }
    }
    page.line("status = \"open\"");
    page.line("tier = \"hub\"");
    if unknown {
        page.say(
            "MISSING: the authority whose hubs these are, as the column Local_Authority writes it.",
        );
        comment_out(page, before);
        to_decide.push(format!(
            "{}: write the authority into keep and take the # away; it is not in force",
            list.given
        ));
    }
}

fn own(
    page: &mut DraftPage,
    list: &FoundFile,
    brief: &Brief,
    offer: &Offer,
    unsettled: &mut Unsettled,
) {
    let points = list.is.kind == FileKind::SitePoints;
    let headers = &list.is.headers;
    head(page, list, if points { "geojson" } else { "table" }, false);
    let found = headers.sites().unwrap_or_else(|| SiteHeaders {
        id: headers
            .first_of(&["id", "ref", "site_id"])
            .map(str::to_owned),
        name: headers.first_of(&["name", "title"]).map(str::to_owned),
        ..SiteHeaders::default()
    });
    let id = found.id.as_ref().or(found.name.as_ref());
    let named =
        |key: &str, header: Option<&String>| header.map(|it| format!("{key} = {}", quoted(it)));
    let mut columns: Vec<String> = [named("id", id), named("name", found.name.as_ref())]
        .into_iter()
        .flatten()
        .collect();
    if !points {
        columns.extend(place(&list.is));
    }
    columns.extend(named("postcode", found.postcode.as_ref()));
    page.line(&format!("columns = {{ {} }}", columns.join(", ")));
    let written = id
        .map(|it| list.is.values(it).collect::<Vec<_>>())
        .unwrap_or_default();
    let digits = !written.is_empty()
        && written.iter().all(|it| {
            it.strip_suffix(".0")
                .unwrap_or(it)
                .bytes()
                .all(|it| it.is_ascii_digit())
        });
    if written.iter().any(|it| site_id_fault(it).is_some()) {
        page.line("ids = \"slug\"  # ids made from that column: lower case, a hyphen for all but letters and digits");
    } else if digits && id.is_some_and(|it| it.eq_ignore_ascii_case("urn")) {
        page.line("id_prefix = \"URN\"");
    }
    let schools = offer.usual(page, list, unsettled);
    own_keep(page, list, brief, schools, &mut unsettled.to_decide);
}

/// Writes, as a comment, what would keep only some rows of a list of the user's own, and tells what all of it means.
fn own_keep(
    page: &mut DraftPage,
    list: &FoundFile,
    brief: &Brief,
    schools: bool,
    to_decide: &mut Vec<String>,
) {
    let mut keep = Vec::new();
    let all = match list.is.rows.len() {
        1 if list.whole => "its 1 row is".to_owned(),
        n if list.whole => format!("all of its {n} rows are"),
        _ => "all of it is".to_owned(),
    };
    let headers = list.is.headers.list();
    let phase = headers
        .iter()
        .find(|it| it.to_lowercase().contains("phase"));
    let phases = |header: &str| list.is.values(header).collect::<BTreeSet<&str>>();
    if let Some(phase) = phase.filter(|it| schools && !phases(it).is_empty()) {
        let phases = phases(phase);
        let wanted = phases.get("Primary").or(phases.first());
        keep.extend(wanted.map(|it| format!("{} = {}", key(phase), listed(&[it]))));
        let shown: Vec<&str> = phases.into_iter().take(6).collect();
        to_decide.push(format!(
            "{}: {all} drafted as candidates, whatever the phase of the school; {phase} says {}: choose by keep in study.toml",
            list.given,
            shown.join(", ")
        ));
    }
    if brief.is_of_a_part() {
        let cut = list.rows_in(&brief.districts);
        let how = match &cut {
            Some(cut) if list.whole && cut.rows == list.is.rows.len() => None,
            Some(cut) => {
                let (header, values) = (key(cut.header), listed(&cut.values));
                keep.push(format!("{header} = {values}"));
                let n = cut.rows;
                let rows = match (list.whole, n) {
                    (false, _) => "rows".to_owned(),
                    (_, 1) => "the 1 row".to_owned(),
                    _ => format!("the {n} rows"),
                };
                Some(format!(
                    "{rows} with {header} = {values}, take the # from keep"
                ))
            }
            None => Some(format!("some of them, {}", own_column(list, brief))),
        };
        to_decide.extend(how.map(|how| {
            format!(
                "{}: it is not cut to the areas asked for; {all} taken, also sites outside them: to keep only {how} in study.toml",
                list.given
            )
        }));
    }
    if !keep.is_empty() {
        page.off(&format!(
            "keep = {{ {} }}  # CHANGE: without it every row is taken",
            keep.join(", ")
        ));
    }
}

/// How rows are kept where no column names the districts asked for; a column of counties cannot.
fn own_column(list: &FoundFile, brief: &Brief) -> String {
    let headers = list.is.headers.list();
    let by =
        |header: &String, such: &str| format!("write keep = {{ {} = [\"{such}\"] }}", key(header));
    let lsoa = headers.iter().find(|it| it.to_lowercase().contains("lsoa"));
    let district = headers
        .iter()
        .find(|it| tells_district(it) && brief.districts.is_empty());
    lsoa.map(|it| by(it, "E01..."))
        .or(district.map(|it| by(it, "...")))
        .unwrap_or_else(|| {
            "add a column of districts to it and write keep = { district = [\"...\"] }".to_owned()
        })
}
