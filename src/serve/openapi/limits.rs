//! What the server refuses of a body that has the right shape, and the names a study gives.

use serde_json::{Map, Value, json};

use super::super::batch::{MOST_CONDITIONS, MOST_ROWS};
use super::super::best_plans::MOST;
use super::super::frontier::MOST_FIGURES;
use super::super::parts::Parts;
use super::super::plans::{COMMENT, LINE};
use super::super::questions::CHANGES;
use super::reference;
use crate::model::Mode;
use crate::optimise::Goal;
use crate::pipeline::CatchmentQuestion;

/// The shapes of a document, by name.
type Shapes = Map<String, Value>;

/// The names that only a study tells.
pub(super) fn names(parts: &Parts) -> Shapes {
    let case = &*parts.case;
    let shape = |name: &str, words: &str, known: Vec<&str>| {
        let mut shape = json!({ "type": "string", "description": words });
        if !known.is_empty() {
            shape["enum"] = json!(known);
        }
        (name.to_owned(), shape)
    };
    let services = case.services.iter().map(|it| it.id.as_str()).collect();
    let modes = case.times.keys().map(Mode::name).collect();
    let tiers = case.tiers.iter().map(|it| it.id.as_str()).collect();
    let sites = case.sites.iter().map(|it| it.id.as_str()).collect();
    [
        shape("ServiceId", "A service of the study.", services),
        shape("ModeName", "A mode of travel of the study.", modes),
        shape("TierId", "A tier of the study.", tiers),
        shape("SiteId", "A site of the study.", sites),
    ]
    .into_iter()
    .collect()
}

/// Lays the limits over the derived shapes; `None` where one of them has no place to stand, which a test would see.
pub(super) fn lay_over(shapes: &mut Shapes) -> Option<()> {
    let changes = json!({
        "items": reference("Change"), "maxItems": CHANGES,
        "description": "What makes the plan of today, first to last.",
    });
    for question in [
        "WrittenQuestion",
        "WrittenDifference",
        "FrontierQuestion",
        "BestPlansQuestion",
    ] {
        property(shapes, question, "service", reference("ServiceId"))?;
        property(shapes, question, "mode", reference("ModeName"))?;
    }
    property(shapes, "WrittenQuestion", "changes", changes.clone())?;
    property(shapes, "WrittenDifference", "from", changes.clone())?;
    property(shapes, "WrittenDifference", "to", changes.clone())?;
    property(shapes, "PlanQuestion", "changes", changes)?;
    let line = json!({ "maxLength": LINE });
    let name = json!({ "minLength": 1, "maxLength": LINE });
    property(shapes, "PlanQuestion", "name", name)?;
    property(shapes, "PlanQuestion", "author", line)?;
    let comment = json!({ "maxLength": COMMENT });
    property(shapes, "PlanQuestion", "comment", comment)?;
    let words: Vec<&str> = Goal::ALL.iter().map(|it| it.word()).collect();
    let figures = json!({
        "items": { "type": "string", "enum": words },
        "minItems": 2, "maxItems": MOST_FIGURES, "uniqueItems": true,
    });
    property(shapes, "FrontierQuestion", "figures", figures)?;
    let most = json!({ "minimum": 1, "maximum": MOST_ROWS });
    property(shapes, "BatchQuestion", "most", most)?;
    let conditions = json!({ "maxItems": MOST_CONDITIONS });
    property(shapes, "BatchQuestion", "where", conditions)?;
    let budget = json!({ "minimum": 0, "maximum": MOST });
    property(shapes, "BestPlansQuestion", "budget", budget)?;
    let open = json!({ "minimum": 1 });
    property(shapes, "BestPlansQuestion", "open", open)?;
    let status = json!({ "format": null, "minimum": 400, "maximum": 599 });
    property(shapes, "ProblemDto", "status", status)?;
    catchment(shapes)?;
    plans(shapes)
}

/// Either a site, or a place.
fn catchment(shapes: &mut Shapes) -> Option<()> {
    let it = "WrittenCatchment";
    property(shapes, it, "mode", reference("ModeName"))?;
    let minute = json!({ "type": "integer", "minimum": 1, "maximum": CatchmentQuestion::LONGEST });
    let minutes = json!({
        "items": minute, "minItems": 1,
        "description": format!("At most {} that differ; each counts once.", CatchmentQuestion::MOST_CUTOFFS),
    });
    property(shapes, it, "minutes", minutes)?;
    let direction = json!({
        "enum": ["to-site", "from-site", null],
        "description": "Which way journeys are made; without it as the study says.",
    });
    property(shapes, it, "direction", direction)?;
    let none = json!({ "type": "null" });
    let degrees = |most: i32| json!({ "type": "number", "minimum": -most, "maximum": most });
    let either = json!([
        { "required": ["site"], "properties": { "site": reference("SiteId"), "lon": none, "lat": none } },
        {
            "required": ["lon", "lat"],
            "properties": { "site": none, "lon": degrees(180), "lat": degrees(90) },
        },
    ]);
    let shape = shapes.get_mut(it)?.as_object_mut()?;
    shape.insert("oneOf".to_owned(), either);
    Some(())
}

/// A plan that is new has no revision yet; one that is saved again names it.
fn plans(shapes: &mut Shapes) -> Option<()> {
    let plan = shapes.remove("PlanQuestion")?;
    shapes.insert("NewPlan".to_owned(), plan.clone());
    shapes.insert("PlanRevision".to_owned(), plan);
    let none = json!({ "type": "null", "format": null, "description": "None yet: leave it out." });
    property(shapes, "NewPlan", "revision", none)?;
    let seen =
        json!({ "type": "integer", "minimum": 1, "description": "The revision that was changed." });
    property(shapes, "PlanRevision", "revision", seen)?;
    let required = shapes.get_mut("PlanRevision")?.get_mut("required")?;
    required.as_array_mut()?.push(json!("revision"));
    Some(())
}

/// Lays keys over a property; a key that is null is taken away, and a reference stands for the whole shape.
fn property(shapes: &mut Shapes, shape: &str, name: &str, keys: Value) -> Option<()> {
    let known = shapes
        .get_mut(shape)?
        .get_mut("properties")?
        .get_mut(name)?
        .as_object_mut()?;
    let Value::Object(keys) = keys else {
        return None;
    };
    if keys.contains_key("$ref") {
        known.retain(|it, _| it == "description");
    }
    known.extend(keys);
    known.retain(|_, value| !value.is_null());
    Some(())
}
