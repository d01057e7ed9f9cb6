//! From a study made ready to the inventory of all that was read.

use std::io::SeekFrom;

use crate::ids::{AreaId, BandId, Column, DistrictId, Id};
use crate::model::{District, Mode, SiteStatus};
use crate::pipeline::dated::dated;
use crate::pipeline::fault::Fault;
use crate::pipeline::input::InputRecord;
use crate::pipeline::join::JoinReport;
use crate::pipeline::prepare::Prepared;
use crate::pipeline::ways::Ways;
use crate::read::Vintage;
use crate::report::{
    Inventory, InventoryCarried, InventoryDistrict, InventoryFile, InventoryJoin, InventoryNetwork,
    InventoryNotice, InventoryPeople, InventoryTies, counted, minutes_as_set,
};
use crate::roads::Profile;
use crate::travel::{Linkage, Unlinked};
use crate::units::People;

impl Prepared {
    /// Everything that was read, how it fits together and what was odd.
    ///
    /// # Errors
    /// What the system says where the road file cannot be opened again.
    pub fn inventory(&self) -> Result<Inventory, Fault> {
        let study = &self.study;
        let mut files: Vec<InventoryFile> = self.loaded.inputs.iter().map(file).collect();
        files.extend(self.road_file()?);
        Ok(Inventory {
            study: study.name.clone(),
            question: study.question.clone().unwrap_or_default(),
            illustrative: study.illustrative.clone(),
            files,
            joins: self.loaded.joins.iter().map(join).collect(),
            people: self.people(),
            districts: self.districts(),
            model: self.model(),
            sites: self.site_places(),
            networks: self
                .ways
                .iter()
                .map(|(mode, ways)| self.network(mode, ways))
                .collect(),
            notices: self.notices.iter().map(notice).collect(),
            not_used_yet: study.not_used_yet.clone(),
            defaults: study.defaults.iter().cloned().collect(),
            attribution: self.attribution(),
        })
    }

    fn road_file(&self) -> Result<Option<InventoryFile>, Fault> {
        let Some(roads) = &self.study.roads else {
            return Ok(None);
        };
        let refused = |it| Fault::io(&roads.file, it);
        let mut opened = self.study.files.open(&roads.file).map_err(refused)?;
        let bytes = opened.seek(SeekFrom::End(0)).map_err(refused)?;
        Ok(Some(InventoryFile {
            what: "roads".to_owned(),
            file: roads.file.clone(),
            part: None,
            dated: self.roads_as_of.clone().or_else(|| dated(&roads.file)),
            vintage: None,
            bytes,
            rows: None,
            rows_used: None,
            rows_left_out: std::collections::BTreeMap::new(),
        }))
    }

    fn people(&self) -> Vec<InventoryPeople> {
        let accounts = self.loaded.accounts.iter();
        accounts
            .map(|it| InventoryPeople {
                file: it.file.clone(),
                band: it.band.clone(),
                read: it.read,
                used: it.used,
                outside: it.outside,
                lost: it.lost,
                areas_unknown: it.areas_unknown,
            })
            .collect()
    }

    fn districts(&self) -> Vec<InventoryDistrict> {
        let case = &self.case;
        let (population, deprivation) = (&case.population, &case.deprivation);
        let of_district = |id: DistrictId, district: &District| {
            let own: Vec<AreaId> = case
                .areas
                .list
                .enumerate()
                .filter(|(_, it)| it.district == id)
                .map(|(area, _)| area)
                .collect();
            let people = |band: BandId| {
                let known = own.iter().filter_map(|it| population.counts[band][*it]);
                known.map(People::get).sum::<f64>()
            };
            let (mut weight, mut needy) = (0.0, 0.0);
            for area in &own {
                let people = population.counts[case.band][*area];
                if let Some((people, need)) = people.zip(deprivation.need[*area]) {
                    weight += people.get();
                    needy += people.get() * need.get();
                }
            }
            let mut areas_by_decile = [0; 10];
            for decile in own.iter().filter_map(|it| deprivation.decile[*it]) {
                areas_by_decile[decile.get() as usize - 1] += 1;
            }
            InventoryDistrict {
                code: district.code.clone(),
                name: district.name.clone(),
                areas: own.len(),
                people: population
                    .bands
                    .enumerate()
                    .map(|(band, it)| (it.name.clone(), people(band)))
                    .collect(),
                mean_need: (weight > 0.0).then(|| needy / weight),
                areas_by_decile,
            }
        };
        let districts = case.areas.districts.enumerate();
        districts
            .map(|(id, district)| of_district(id, district))
            .collect()
    }

    fn model(&self) -> Vec<String> {
        let case = &self.case;
        let open = case
            .sites
            .iter()
            .filter(|it| it.status == SiteStatus::Existing)
            .count();
        let mut lines = vec![
            format!(
                "{} in {}",
                counted(case.areas.list.len(), "area"),
                counted(case.areas.districts.len(), "district")
            ),
            format!(
                "{}: {open} open today, {}",
                counted(case.sites.len(), "site"),
                counted(case.sites.len() - open, "candidate")
            ),
            format!("deprivation: {}", case.deprivation.name),
        ];
        for service in &case.services {
            let standards: Vec<String> = service
                .standard
                .iter()
                .map(|(mode, it)| format!("{} min {}", minutes_as_set(*it), mode.phrase()))
                .collect();
            let standards = if standards.is_empty() {
                "no standard".to_owned()
            } else {
                standards.join(", ")
            };
            let band = &case.population.bands[service.band].label;
            lines.push(format!(
                "service {}: {}, for {band}, standard {standards}",
                service.id, service.name
            ));
        }
        lines
    }

    fn network(&self, mode: &Mode, ways: &Ways) -> InventoryNetwork {
        let counts = ways.network.counts;
        let area_names = self.case.areas.list.map(|it| it.code.clone());
        let site_names = self.loaded.sites.map(|it| it.id.clone());
        InventoryNetwork {
            mode: mode.name().to_owned(),
            phrase: mode.phrase(),
            nodes: counts.nodes,
            kept_nodes: counts.kept_nodes,
            links: counts.links,
            kept_links: counts.kept_links,
            parts: counts.parts,
            cut_ends: counts.cut_ends,
            areas: ties(&area_names, &ways.areas),
            sites: ties(&site_names, &ways.sites),
            speeds: speeds(&ways.profile),
        }
    }
}

fn ties<I: Id>(names: &Column<I, String>, linkage: &Linkage<I>) -> InventoryTies {
    let (mut tied, mut untied) = (Vec::new(), Vec::new());
    for (name, tie) in names.iter().zip(linkage.iter()) {
        match tie {
            Ok(snap) => tied.push((name.clone(), (snap.leg.get() * 10.0).round() / 10.0)),
            Err(Unlinked::TooFar(leg)) => {
                untied.push((name.clone(), format!("nearest road {:.0} m", leg.get())));
            }
            Err(Unlinked::NoPoint) => untied.push((name.clone(), "no coordinates".to_owned())),
            Err(Unlinked::NoRoad) => untied.push((name.clone(), "no road at all".to_owned())),
        }
    }
    InventoryTies::of(tied, untied)
}

fn file(it: &InputRecord) -> InventoryFile {
    let by_part = it.part.as_deref().and_then(dated);
    InventoryFile {
        what: it.what.to_owned(),
        file: it.file.clone(),
        part: it.part.clone(),
        dated: by_part.or_else(|| dated(&it.file)),
        vintage: it
            .vintage
            .filter(|it| *it != Vintage::Own)
            .map(|it| it.word().to_owned()),
        bytes: it.bytes,
        rows: it.rows,
        rows_used: it.rows.map(|_| it.rows_used),
        rows_left_out: it.left_out.clone(),
    }
}

fn join(it: &JoinReport) -> InventoryJoin {
    InventoryJoin {
        what: it.what.to_owned(),
        file: it.file.clone(),
        areas: it.areas,
        areas_matched: it.areas - it.missing.len(),
        areas_missing: it.missing.clone(),
        rows_matched: it.rows_used,
        rows_outside: it.rows_outside,
        carried: it.carried.as_ref().map(|it| InventoryCarried {
            from: it.from.word().to_owned(),
            unchanged: it.unchanged,
            split: it.split,
            merged: it.merged,
            lost: it.lost,
        }),
    }
}

fn notice(it: &crate::read::Notice) -> InventoryNotice {
    InventoryNotice {
        code: it.code.clone().into_owned(),
        file: it.file.clone(),
        what: it.what.clone(),
        count: it.count,
        samples: it.samples.clone(),
    }
}

/// Every speed and delay in force, so that a reader can question and change it.
fn speeds(profile: &Profile) -> Vec<String> {
    let mut lines = vec![
        format!(
            "leg to the road {} km/h within {} m; terminal {} min; traffic factor {}",
            profile.leg.get(),
            profile.snap_limit.get(),
            minutes_as_set(profile.terminal),
            profile.traffic
        ),
        format!(
            "delays: give way {}, junction {}, signal {}",
            profile.give_way, profile.junction, profile.signal
        ),
    ];
    if profile.untagged.is_empty() {
        lines.push(format!(
            "walking {} km/h, steps at {} of it",
            profile.walking.get(),
            profile.steps
        ));
    }
    for (class, untagged) in &profile.untagged {
        let factor = profile.factors.get(class).unwrap_or(&1.0);
        let town = profile.untagged_built_up.get(class).unwrap_or(untagged);
        lines.push(format!(
            "{}: {factor} of a tagged limit; untagged {:.0} km/h, in built-up places {:.0} km/h",
            class.name(),
            untagged.get(),
            town.get()
        ));
    }
    lines
}
