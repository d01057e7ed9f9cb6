//! Services asked for together: delivery models side by side over the same sites, and one place beside several.

use super::lines::{table, wrapped};
use super::numbers::{self, NONE, count, percent, pounds};
use super::sentences::{absence, reason};
use super::{Comparison, value};
use crate::ids::ServiceId;
use crate::model::Makeup;
use crate::score::{DeprivationBand, Figure, Scope};

/// The delivery models of a study over the sites that are judged, a row each; nothing where it has none.
pub(super) fn delivery_models(it: &Comparison) -> String {
    let is_model =
        |id: &ServiceId| matches!(it.case.services[*id].makeup, Makeup::DeliveryModel { .. });
    let models: Vec<ServiceId> = it.case.services.ids().filter(is_model).collect();
    if models.is_empty() {
        return String::new();
    }
    // With a plan every figure of the table is the plan's.
    let sites = if it.plan.is_some() {
        "the sites of the plan"
    } else {
        "the same sites"
    };
    let title = format!(
        "Delivery models over {sites}, {} (one place: all of its services under one roof)",
        it.today.mode.phrase()
    );
    let head = [
        "",
        "people",
        "one place min",
        "within %",
        "deciles 1-3 %",
        "several: furthest min",
        "within %",
        "places",
        "cost to its funders",
    ];
    let rows: Vec<Vec<String>> = models.iter().map(|model| row(it, *model)).collect();
    let mut text = table(&title, &head, &rows);
    for model in models {
        text += &about(it, model);
    }
    text
}

fn row(it: &Comparison, model: ServiceId) -> Vec<String> {
    let standard = it.today.reaches[model]
        .standard
        .map(crate::units::Seconds::minutes);
    let all = |name: &str| it.judged(name, Some(model), Scope::All);
    let most = Scope::DeprivationBand(DeprivationBand::Most);
    let deprived = it.judged("share_within", Some(model), most);
    let minutes = |it: f64| numbers::minutes_in_table(it, standard);
    let cell = |figure: Option<&Figure>, say: &dyn Fn(f64) -> String| {
        value(figure).map_or_else(|| NONE.to_owned(), say)
    };
    vec![
        it.case.services[model].name.clone(),
        cell(all("children"), &count),
        cell(all("mean_minutes"), &minutes),
        cell(all("share_within"), &percent),
        cell(deprived, &percent),
        cell(all("several_places_longest_minutes"), &minutes),
        cell(all("share_within_several_places"), &percent),
        cell(all("places_to_visit"), &|it| format!("{it:.1}")),
        cell(all("cost_to_its_funders"), &pounds),
    ]
}

/// Whom a model is for, what it brings together, who pays for it, and what it lacks.
fn about(it: &Comparison, model: ServiceId) -> String {
    let service = &it.case.services[model];
    let Makeup::DeliveryModel {
        parts,
        lacking,
        funders,
    } = &service.makeup
    else {
        return String::new();
    };
    let names: Vec<&str> = parts
        .iter()
        .map(|it_| it.case.services[*it_].name.as_str())
        .collect();
    let paying: Vec<&str> = funders
        .iter()
        .map(|it_| it.case.funders[*it_].name.as_str())
        .collect();
    let mut told = vec![format!("{}: {}.", service.name, names.join(", "))];
    if !paying.is_empty() {
        told.push(format!("Paid by {}.", paying.join(", ")));
    }
    let people = it.people(model);
    told.push(match service.standard.get(&it.today.mode) {
        Some(standard) => {
            let minutes = numbers::minutes_as_set(*standard);
            format!("For {people}, within {minutes} minutes.")
        }
        None => format!("For {people}."),
    });
    let mean = it.judged("mean_minutes", Some(model), Scope::All);
    if !lacking.is_empty() {
        let lacking = lacking.join(", ");
        told.push(format!(
            "No site can offer it: the study has no service {lacking}."
        ));
    } else if value(mean).is_none() {
        told.push(reason(mean));
    }
    wrapped("  ", &told.join(" "))
}

/// A bundle in one place and in several, in a sentence or two; `None` for a single service.
pub(super) fn one_place_or_several(it: &Comparison, service: ServiceId) -> Option<String> {
    it.case.services[service].parts()?;
    let all = |name: &str| it.judged(name, Some(service), Scope::All);
    let people = it.people(service);
    let several = match value(all("share_within_several_places")) {
        Some(share) => format!(
            "{} of the {people} reach each of the services within the standard if they go to several places",
            percent(share)
        ),
        None => format!(
            "Going to several places: {}",
            absence(all("share_within_several_places"))
        ),
    };
    let one = match value(all("share_within")) {
        Some(share) => format!("{} find all of them in one place within it", percent(share)),
        None => absence(all("share_within")),
    };
    let journeys = value(all("several_places_together_minutes"))
        .zip(value(all("places_to_visit")))
        .map(|(minutes, places)| {
            format!(
                " On average they would go to {places:.1} places, {} minutes one way in all.",
                numbers::minutes(minutes, None)
            )
        });
    let nearest = value(all("nearest_offers_all_share")).map(|share| {
        format!(
            " For {} the nearest place with any of the services has all of them.",
            percent(share)
        )
    });
    let more = journeys.unwrap_or_default() + &nearest.unwrap_or_default();
    Some(format!("{several}; {one}.{more}"))
}
