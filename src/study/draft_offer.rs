//! Services and tiers of a study file that is being drafted.

use std::collections::BTreeSet;

use crate::read::FileKind;
use crate::study::draft_page::{DraftPage, Unsettled, key, list, quoted};
use crate::study::shelf::{FoundFile, Shelf};
use crate::study::sites::site_status;

/// What is offered: as the lists of sites name it, else a small set to begin with.
pub(super) struct Offer {
    services: Vec<(String, String)>,
    /// Whether the lists of sites name the services.
    services_told: bool,
    pub(super) tiers: Vec<String>,
    band: String,
    standard: String,
}

impl Offer {
    pub(super) fn of(shelf: &Shelf, band: &str, mode: &str) -> Self {
        let told = |header: &str| -> BTreeSet<String> {
            let lists = shelf.sites.iter().filter(|it| is_own(it));
            let values =
                lists.flat_map(|it| it.is.values(header).map(str::to_owned).collect::<Vec<_>>());
            values
                .flat_map(|it| {
                    it.split(';')
                        .map(|it| it.trim().to_owned())
                        .collect::<Vec<_>>()
                })
                .filter(|it| !it.is_empty())
                .collect()
        };
        let mut services: Vec<(String, String)> = told("services")
            .into_iter()
            .map(|it| (it.clone(), titled(&it)))
            .collect();
        let services_told = !services.is_empty();
        if !services_told {
            services = vec![
                ("health-visiting".to_owned(), "Health visiting".to_owned()),
                (
                    "speech-therapy".to_owned(),
                    "Speech and language therapy".to_owned(),
                ),
            ];
        }
        let mut tiers: Vec<String> = ["hub", "centre", "outreach"].map(str::to_owned).to_vec();
        tiers.extend(
            told("tier")
                .into_iter()
                .filter(|it| !["hub", "centre", "outreach"].contains(&it.as_str())),
        );
        let standard = if shelf.roads.is_some() || shelf.times.is_none() {
            "{ car = 15, walk = 20 }".to_owned()
        } else {
            format!("{{ {} = 15 }}", key(mode))
        };
        Self {
            services,
            services_told,
            tiers,
            band: band.to_owned(),
            standard,
        }
    }

    pub(super) fn write(&self, page: &mut DraftPage, unsettled: &mut Unsettled) {
        let mut made_up = vec![
            ("standards", "once the minutes are those you promise"),
            ("tiers", "once [tiers] says what each offers"),
        ];
        if !self.services_told {
            made_up.insert(0, ("services", "once [[services]] names what you offer"));
        }
        let owned = |(what, once): (&str, &str)| (what.to_owned(), once.to_owned());
        unsettled.made_up.extend(made_up.into_iter().map(owned));
        page.gap();
        page.say(
            "CHANGE: what is offered, to whom, and within how many minutes by each mode. These are a beginning and no \
             recommendation.",
        );
        for (nth, (id, name)) in self.services.iter().enumerate() {
            if nth > 0 {
                page.gap();
            }
            page.line("[[services]]");
            page.line(&format!("id = {}", quoted(id)));
            page.line(&format!("name = {}", quoted(name)));
            page.line(&format!("band = {}", quoted(&self.band)));
            page.line(&format!("standard = {}", self.standard));
        }
        page.gap();
        page.say("CHANGE: the tiers of site, and which services each offers; hours = 37.5 gives its staffed hours a week.");
        page.line("[tiers]");
        let all: Vec<&str> = self.services.iter().map(|it| it.0.as_str()).collect();
        for tier in &self.tiers {
            let offered = if tier == "outreach" {
                &all[..1]
            } else {
                &all[..]
            };
            page.line(&format!(
                "{} = {{ services = {} }}",
                key(tier),
                list(offered)
            ));
        }
    }

    /// Writes status and tier where no column tells them; whether they are schools that are all drafted as candidates.
    pub(super) fn usual(
        &self,
        page: &mut DraftPage,
        list: &FoundFile,
        unsettled: &mut Unsettled,
    ) -> bool {
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
        let tier = told("tier", &|it| self.tiers.iter().any(|tier| tier == it));
        if !tier {
            let tier = if schools { "outreach" } else { "centre" };
            page.line(&format!(
                "tier = {}  # CHANGE where some are of another",
                quoted(tier)
            ));
        }
        match (status, tier) {
            (false, false) => unsettled.of_list(list, "status and tier"),
            (false, true) => unsettled.of_list(list, "status"),
            (true, false) => unsettled.of_list(list, "tier"),
            (true, true) => (),
        }
        schools && !status
    }
}

/// Words from an id: `early-help` is "Early help".
fn titled(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}

fn is_own(list: &FoundFile) -> bool {
    matches!(list.is.kind, FileKind::Sites | FileKind::SitePoints)
}
