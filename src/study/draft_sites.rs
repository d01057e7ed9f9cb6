//! Services, tiers and lists of sites of a study file that is being drafted.

use std::collections::BTreeSet;

use crate::read::{FileKind, Input, SiteHeaders, is_district_code, site_id_fault};
use crate::study::draft::Brief;
use crate::study::draft_areas::{place, settings};
use crate::study::draft_offer::Offer;
use crate::study::draft_page::{DraftPage, list as listed, quoted};
use crate::study::shelf::{FoundFile, by_postcode};
use crate::study::sites::site_status;

/// Writes every list of sites; what only the user can say.
pub(super) fn sites(page: &mut DraftPage, brief: &Brief, offer: &Offer) -> Vec<String> {
    let mut to_decide = Vec::new();
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
            let before = page.text.len();
            one(page, list, brief, offer, &mut to_decide);
            comment_out(page, before);
        } else {
            one(page, list, brief, offer, &mut to_decide);
        }
    }
    to_decide
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
    to_decide: &mut Vec<String>,
) {
    match list.is.kind {
        FileKind::GiasCentres => gias(page, list, brief, "open", "centre", to_decide),
        FileKind::GiasSchools => gias(page, list, brief, "candidate", "outreach", to_decide),
        FileKind::FamilyHubs => hubs(page, list, brief, to_decide),
        _ => own(page, list, offer),
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
    status: &str,
    tier: &str,
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

/// Whether two names of an authority are one but for "City of", "County of" and the like.
fn same_place(one: &str, other: &str) -> bool {
    let bare = |it: &str| {
        let lower = it.to_lowercase();
        let words = lower.split(|it: char| !it.is_alphanumeric());
        let kept: Vec<&str> = words
            .filter(|it| {
                !matches!(
                    *it,
                    "" | "city"
                        | "county"
                        | "of"
                        | "council"
                        | "the"
                        | "borough"
                        | "london"
                        | "royal"
                )
            })
            .collect();
        kept.join(" ")
    };
    bare(one) == bare(other)
}

fn own(page: &mut DraftPage, list: &FoundFile, offer: &Offer) {
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
    usual(page, list, offer);
}

/// Writes status and tier where no column tells them.
fn usual(page: &mut DraftPage, list: &FoundFile, offer: &Offer) {
    let headers = &list.is.headers;
    let schools = headers.list().iter().any(|it| {
        let it = it.to_lowercase();
        it.contains("phase") || it.contains("establishment") || it.contains("school")
    });
    let told = |header: &str, known: &dyn Fn(&str) -> bool| {
        let all = list.is.rows.len();
        let values: Vec<&str> = list.is.values(header).collect();
        !values.is_empty() && values.len() == all && values.iter().all(|it| known(it))
    };
    let status = told("status", &|it| {
        site_status(it).is_some() || it.eq_ignore_ascii_case("closed")
    });
    if !status {
        let status = if schools { "candidate" } else { "open" };
        page.line(&format!(
            "status = {}  # CHANGE where this is not so of all of them",
            quoted(status)
        ));
    }
    if !told("tier", &|it| offer.tiers.iter().any(|tier| tier == it)) {
        let tier = if schools { "outreach" } else { "centre" };
        page.line(&format!(
            "tier = {}  # CHANGE where some are of another",
            quoted(tier)
        ));
    }
}
