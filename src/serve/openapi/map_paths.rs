//! What the map asks beside the scorecard: areas as columns, tiles, differences, single sites, postcodes, scenario files.

use utoipa::openapi::path::{HttpMethod, ParameterIn, Paths};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::super::api::{JSON, TILE};
use super::examples::Examples;
use super::paths::{ANY, BODY, add, answers, asks, operation, parameter};

/// Adds them.
pub(super) fn add_all(paths: &mut Paths, examples: &Examples) {
    ground(paths);
    let difference = operation(
        "questions",
        "difference",
        "What the way from one plan to another does to every area",
        "As the areas and the legend of `/api/assess`, with the plan it comes from in the place of today.",
    );
    let difference = asks(difference, "WrittenDifference", &examples.difference);
    let answer = (JSON, "DifferenceDto");
    let difference = answers(difference, (200, "The areas."), answer, &BODY);
    add(paths, "/api/difference", HttpMethod::Post, difference);

    let one_site = operation(
        "questions",
        "one_site",
        "What each site alone would change in a plan",
        "Each open site as if it closed, each other that offers the service as if it opened, all others as they are.",
    );
    let one_site = asks(one_site, "WrittenQuestion", &examples.assess);
    let answer = (JSON, "OneSitesDto");
    let one_site = answers(one_site, (200, "The sites."), answer, &BODY);
    add(paths, "/api/one-site", HttpMethod::Post, one_site);

    let batch = operation(
        "questions",
        "batch_rows",
        "Rows of a batch by their figures",
        "Of the batch that the program was started with (`--batch DIR`); 404 without one. Every row is held against all \
         conditions, and the first in order are told. A search ends after 20 seconds: `looked_at` says how far it came.",
    );
    let batch = asks(batch, "BatchQuestion", &examples.batch);
    let refused = [400, 403, 404, 413, 415, 421, 422, 500];
    let answer = (JSON, "BatchRowsDto");
    let batch = answers(batch, (200, "The rows."), answer, &refused);
    add(paths, "/api/batch", HttpMethod::Post, batch);

    let best = operation(
        "questions",
        "best_plans",
        "The plans that a comparison always offers",
        "The cheapest that keeps the floor in every decile and district; and within a budget or a number of open sites the \
         most reach, the most in deciles 1 to 3 and the least harm: the fewest minutes added to journeys of today. Each \
         says whether it is proven. A search ends after 20 seconds with the best found by then.",
    );
    let best = asks(best, "BestPlansQuestion", &examples.best_plans);
    let best = answers(best, (200, "The plans."), (JSON, "BestPlansDto"), &BODY);
    add(paths, "/api/best-plans", HttpMethod::Post, best);

    let scenario = operation(
        "plans",
        "read_scenario",
        "A scenario file as the changes of a plan",
        "Nothing is saved. Every fault of the file is told at once with 422.",
    );
    let scenario = asks(scenario, "ScenarioQuestion", &examples.scenario);
    let answer = (JSON, "ScenarioDto");
    let scenario = answers(scenario, (200, "The plan."), answer, &BODY);
    add(paths, "/api/scenario", HttpMethod::Post, scenario);
}

fn ground(paths: &mut Paths) {
    let areas = operation(
        "study",
        "area_columns",
        "The areas as columns, in the order of every answer",
        "A list a property, as a data frame takes them.",
    );
    let areas = answers(areas, (200, "As told."), (JSON, "AreaColumns"), &ANY);
    add(paths, "/api/areas", HttpMethod::Get, areas);

    let tile = operation(
        "study",
        "tile",
        "A vector tile of areas, borders of districts and roads",
        "Mapbox Vector Tile 2.1 in Web Mercator; layers `areas` (with `code`), `districts`, `roads` (with `class`). An \
         address that no tile has is 404.",
    );
    let whole = |most: f64| {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(0.0))
            .maximum(Some(most))
            .build()
    };
    let tile = [("zoom", 14.0), ("column", 16_383.0), ("row", 16_383.0)]
        .into_iter()
        .fold(tile, |tile, (name, most)| {
            let words = "Of the tile: column and row go to 2 to the power of the zoom.";
            let it = parameter(name, ParameterIn::Path, words, whole(most));
            tile.parameter(it.example(Some(0.into())))
        });
    let refused = [400, 404, 421, 500];
    let tile = answers(tile, (200, "The tile."), (TILE, "Tile"), &refused);
    let path = "/api/tiles/{zoom}/{column}/{row}";
    add(paths, path, HttpMethod::Get, tile);

    let postcode = operation(
        "questions",
        "postcode",
        "Where a postcode is",
        "By the study's own directory; 404 in a study that names none. What is no postcode, or not in the directory, is 422.",
    );
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    let words = "A whole postcode, such as LE15 6AA.";
    let text = parameter("postcode", ParameterIn::Query, words, text);
    let postcode = postcode.parameter(text.example(Some("LE156AA".into())));
    let refused = [400, 404, 421, 422, 500];
    let answer = (JSON, "PostcodeDto");
    let postcode = answers(postcode, (200, "Where it is."), answer, &refused);
    add(paths, "/api/postcode", HttpMethod::Get, postcode);
}
