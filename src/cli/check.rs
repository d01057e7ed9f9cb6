//! `fairreach check`: everything read, nothing scored.

use std::fmt::Write;

use crate::cli::args::Check;
use crate::cli::output;
use crate::cli::run::ready;
use crate::model::SiteStatus;
use crate::pipeline::{Fault, Prepared};

pub(super) fn run(arguments: &Check) -> Result<(), Fault> {
    let prepared = ready(&arguments.study)?;
    let mut page = String::new();
    // Writing to a string cannot fail.
    let _ = write_page(&mut page, &prepared);
    output::print(&page)
}

fn write_page(page: &mut String, prepared: &Prepared) -> std::fmt::Result {
    let study = &prepared.study;
    writeln!(page, "{}", study.name)?;
    if let Some(question) = &study.question {
        writeln!(page, "{question}")?;
    }
    if !study.illustrative.is_empty() {
        writeln!(
            page,
            "Illustrative, made up and not to be relied on: {}",
            study.illustrative.join(", ")
        )?;
    }
    files(page, prepared)?;
    model(page, prepared)?;
    networks(page, prepared)?;
    speeds(page, prepared)?;
    list(
        page,
        "Odd, and how it was taken",
        prepared.notices.iter().map(ToString::to_string),
    )?;
    list(
        page,
        "Read and checked, not used yet",
        study.not_used_yet.iter().cloned(),
    )?;
    let defaults = study
        .defaults
        .iter()
        .map(|(key, value)| format!("{key} = {value}"));
    list(page, "Defaults taken", defaults)?;
    list(page, "Attribution", prepared.attribution().into_iter())
}

fn files(page: &mut String, prepared: &Prepared) -> std::fmt::Result {
    let files = prepared.loaded.inputs.iter();
    list(
        page,
        "Files",
        files.map(|it| {
            format!(
                "{} {}: {} bytes, {} rows used",
                it.what, it.file, it.bytes, it.rows_used
            )
        }),
    )
}

fn model(page: &mut String, prepared: &Prepared) -> std::fmt::Result {
    let case = &prepared.case;
    let open = case
        .sites
        .iter()
        .filter(|it| it.status == SiteStatus::Existing)
        .count();
    let mut lines = vec![
        format!(
            "{} areas in {} districts",
            case.areas.list.len(),
            case.areas.districts.len()
        ),
        format!(
            "{} sites: {open} open today, {} candidates",
            case.sites.len(),
            case.sites.len() - open
        ),
        format!("deprivation: {}", case.deprivation.name),
    ];
    for (band, counts) in case.population.bands.iter().zip(&case.population.counts) {
        let known: f64 = counts.iter().flatten().map(|it| it.get()).sum();
        let missing = counts.iter().filter(|it| it.is_none()).count();
        lines.push(format!(
            "{} ({}): {known} people, {missing} areas without a count",
            band.label, band.name
        ));
    }
    for service in &case.services {
        let standards: Vec<String> = service
            .standard
            .iter()
            .map(|(mode, it)| format!("{} min {}", it.minutes(), mode.phrase()))
            .collect();
        let standards = if standards.is_empty() {
            "no standard".to_owned()
        } else {
            standards.join(", ")
        };
        lines.push(format!(
            "service {}: {}, standard {standards}",
            service.id, service.name
        ));
    }
    list(page, "Model", lines.into_iter())
}

fn networks(page: &mut String, prepared: &Prepared) -> std::fmt::Result {
    let lines = prepared.ways.iter().map(|(mode, ways)| {
        let counts = ways.network.counts;
        let (areas, sites) = prepared.unlinked(mode);
        format!(
            "{}: {} of {} nodes and {} of {} links in the largest part of {}; {} link ends cut by barriers; \
             unlinked: {areas} areas, {sites} sites",
            mode.phrase(),
            counts.kept_nodes,
            counts.nodes,
            counts.kept_links,
            counts.links,
            counts.parts,
            counts.cut_ends,
        )
    });
    list(page, "Roads", lines)
}

/// Every speed and delay in force, so that a reader can question and change it.
fn speeds(page: &mut String, prepared: &Prepared) -> std::fmt::Result {
    for (mode, ways) in &prepared.ways {
        let profile = &ways.profile;
        let mut lines = vec![
            format!(
                "leg to the road {} km/h within {} m; terminal {} min; traffic factor {}",
                profile.leg.get(),
                profile.snap_limit.get(),
                profile.terminal.minutes(),
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
        list(
            page,
            &format!("Speeds {}", mode.phrase()),
            lines.into_iter(),
        )?;
    }
    Ok(())
}

fn list(page: &mut String, title: &str, lines: impl Iterator<Item = String>) -> std::fmt::Result {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        writeln!(page, "\n{title}")?;
    }
    lines.try_for_each(|it| writeln!(page, "  {it}"))
}
