//! Which address takes which method, what it is given, what it answers.

use utoipa::openapi::content::{Content, ContentBuilder};
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, Paths,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{Object, Ref, Required, Response, ResponseBuilder};

use super::super::api::{GEOJSON, JSON};
use super::super::error::PROBLEM;
use super::examples::{Examples, Named};
use super::map_paths;

/// The words of a refusal by its status.
const REFUSALS: [(u16, &str); 9] = [
    (
        400,
        "The request is malformed: its address is no UTF-8, its Host is missing or given twice, or its body is no JSON.",
    ),
    (403, "A browser sends this from another origin."),
    (
        404,
        "There is nothing here: no saved plan of this number, no tile of this address, no postcode directory.",
    ),
    (
        409,
        "Somebody saved a later revision meanwhile; the detail says who.",
    ),
    (413, "The body has more than 1 MiB."),
    (415, "The body is not sent as application/json."),
    (
        421,
        "The Host is not 127.0.0.1, localhost or [::1] with this port.",
    ),
    (
        422,
        "Well formed, but senseless here; the detail says what is wrong and what to do.",
    ),
    (
        500,
        "The program met a fault of its own, or the machine one.",
    ),
];

/// Refused of any address.
pub(super) const ANY: [u16; 2] = [400, 421];
/// Refused of what a body asks.
pub(super) const BODY: [u16; 7] = [400, 403, 413, 415, 421, 422, 500];
/// Refused of what names a saved plan.
const PLAN: [u16; 4] = [400, 404, 421, 500];

/// Every address under `/api/`.
pub(super) fn paths(examples: &Examples) -> Paths {
    let mut paths = Paths::new();
    study(&mut paths);
    questions(&mut paths, examples);
    map_paths::add_all(&mut paths, examples);
    plans(&mut paths, examples);
    paths
}

/// What stays as it is while plans change.
fn study(paths: &mut Paths) {
    let fixed = [
        (
            "/api/openapi.json",
            "openapi",
            "This document",
            (JSON, "OpenApi"),
        ),
        (
            "/api/study",
            "study",
            "The study: services, modes, tiers, sites, scenarios, districts",
            (JSON, "StudyDto"),
        ),
        (
            "/api/areas.geojson",
            "areas",
            "Areas with their people and deprivation",
            (GEOJSON, "AreaCollection"),
        ),
        (
            "/api/districts.geojson",
            "districts",
            "The borders between districts, one feature",
            (GEOJSON, "DistrictCollection"),
        ),
        (
            "/api/roads.geojson",
            "roads",
            "The roads, one feature a kind; none where a study brings its own times",
            (GEOJSON, "RoadCollection"),
        ),
        (
            "/api/water.geojson",
            "water",
            "The sea, lakes, rivers and the coast, one feature a kind, as far as the road file tells of them",
            (GEOJSON, "WaterCollection"),
        ),
        (
            "/api/places.geojson",
            "places",
            "Cities, towns, villages, suburbs and hamlets with their names, as far as the road file tells of them",
            (GEOJSON, "PlaceCollection"),
        ),
    ];
    for (path, id, summary, answer) in fixed {
        let one = operation("study", id, summary, "");
        let one = answers(one, (200, "As told."), answer, &ANY);
        add(paths, path, HttpMethod::Get, one);
    }
}

/// What is computed when it is asked for.
fn questions(paths: &mut Paths, examples: &Examples) {
    let assess = operation(
        "questions",
        "assess",
        "A plan's scorecard beside today's",
        "The figures, sentences and areas of one service by one mode. Without changes the plan is today. A plan that the \
         rules of the study forbid, or whose changes make no sense one after another (closing a site that is closed), is \
         refused with 422.",
    );
    let assess = asks(assess, "WrittenQuestion", &examples.assess);
    let assess = answers(assess, (200, "The scorecards."), (JSON, "AnswerDto"), &BODY);
    add(paths, "/api/assess", HttpMethod::Post, assess);

    let [lon, lat] = examples.place;
    let place = operation(
        "questions",
        "place",
        "The area of a place and the sites nearest to it",
        "The area whose boundary holds the place, else the nearest; the five nearest sites, along straight lines. A place \
         that is not on the National Grid is refused with 422.",
    );
    let place = place
        .parameter(degrees("lon", 180.0, lon))
        .parameter(degrees("lat", 90.0, lat));
    let refused = [400, 421, 422, 500];
    let place = answers(place, (200, "What is there."), (JSON, "PlaceDto"), &refused);
    add(paths, "/api/place", HttpMethod::Get, place);

    let catchment = operation(
        "questions",
        "catchment",
        "Who lives within some minutes of a site or a place",
        "A feature for each number of minutes, largest first. Give either a site, or lon and lat. Whole minutes from 1 to \
         180, of which six may differ. A study that brings its own times has catchments of its sites alone, and without \
         outlines.",
    );
    let catchment = asks(catchment, "WrittenCatchment", &examples.catchment);
    let answer = (GEOJSON, "CatchmentCollection");
    let catchment = answers(catchment, (200, "The catchment."), answer, &BODY);
    add(paths, "/api/catchment", HttpMethod::Post, catchment);

    let frontier = operation(
        "questions",
        "frontier",
        "The plans that no other betters in two to four figures at once",
        "Any number of sites may open, within the rules of the study. A search ends after 20 seconds with what was found \
         by then: `whole` says whether no plan is missing. A figure that the study does not have (money without costs) is \
         refused with 422, and so is one that is searched for alone.",
    );
    let frontier = asks(frontier, "FrontierQuestion", &examples.frontier);
    let answer = (JSON, "FrontierDto");
    let frontier = answers(frontier, (200, "The frontier."), answer, &BODY);
    add(paths, "/api/frontier", HttpMethod::Post, frontier);
}

/// Saved plans.
fn plans(paths: &mut Paths, examples: &Examples) {
    let all = "/api/plans";
    let list = operation("plans", "list_plans", "Every saved plan", "");
    let refused = [400, 421, 500];
    let list = answers(list, (200, "The plans."), (JSON, "PlansDto"), &refused);
    add(paths, all, HttpMethod::Get, list);

    let saved = "A plan is checked as by `/api/assess` before it is saved. A name may not be blank, and none of its texts \
                 may hold a control character, but for line breaks and tabs in the comment.";
    let new = operation("plans", "add_plan", "Saves a new plan", saved);
    let new = asks(new, "NewPlan", &examples.plan);
    let new = answers(
        new,
        (201, "The plan as it was saved."),
        (JSON, "PlanDto"),
        &BODY,
    );
    add(paths, all, HttpMethod::Post, new);

    let one = "/api/plans/{id}";
    let get = operation("plans", "get_plan", "One saved plan", "").parameter(plan_id());
    let get = answers(get, (200, "The plan."), (JSON, "PlanDto"), &PLAN);
    add(paths, one, HttpMethod::Get, get);

    let put = operation(
        "plans",
        "save_plan",
        "Saves another revision of a plan",
        saved,
    );
    let put = asks(put.parameter(plan_id()), "PlanRevision", &examples.revision);
    let refused = [400, 403, 404, 409, 413, 415, 421, 422, 500];
    let put = answers(
        put,
        (200, "The plan as it was saved."),
        (JSON, "PlanDto"),
        &refused,
    );
    add(paths, one, HttpMethod::Put, put);

    let about = "The plan leaves the list; its revisions stay in the file, and its number is never given again.";
    let delete = operation("plans", "remove_plan", "Removes a plan", about);
    let delete = delete.parameter(plan_id()).parameter(revision());
    let refused = [400, 403, 404, 409, 421, 422, 500];
    let answer = (JSON, "PlansDto");
    let delete = answers(delete, (200, "The plans that are left."), answer, &refused);
    add(paths, one, HttpMethod::Delete, delete);

    let file = operation(
        "plans",
        "plan_scenario",
        "One saved plan as a scenario file",
        "TOML, as `fairreach assess` and `compare` take it.",
    );
    let answer = ("application/toml", "ScenarioFile");
    let file = answers(file.parameter(plan_id()), (200, "The file."), answer, &PLAN);
    add(
        paths,
        "/api/plans/{id}/scenario.toml",
        HttpMethod::Get,
        file,
    );
}

pub(super) fn add(paths: &mut Paths, path: &str, method: HttpMethod, operation: OperationBuilder) {
    let operation: Operation = operation.build();
    paths.add_path_operation(path, vec![method], operation);
}

pub(super) fn operation(tag: &str, id: &str, summary: &str, description: &str) -> OperationBuilder {
    let description = Some(description).filter(|it| !it.is_empty());
    OperationBuilder::new()
        .tag(tag)
        .operation_id(Some(id))
        .summary(Some(summary))
        .description(description)
}

/// The body of a request, with examples of it.
pub(super) fn asks(
    operation: OperationBuilder,
    shape: &str,
    examples: &[Named],
) -> OperationBuilder {
    let example = |it: &Named| {
        let example = ExampleBuilder::new().summary(it.summary);
        (it.name, example.value(Some(it.body.clone())).build())
    };
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(shape)))
        .examples_from_iter(examples.iter().map(example))
        .build();
    let body = RequestBodyBuilder::new()
        .content(JSON, content)
        .required(Some(Required::True));
    operation.request_body(Some(body.build()))
}

/// What is answered: as a media type and a shape, or one of some problems.
pub(super) fn answers(
    operation: OperationBuilder,
    (status, words): (u16, &str),
    (kind, shape): (&str, &str),
    refused: &[u16],
) -> OperationBuilder {
    let good = operation.response(status.to_string(), response(words, kind, shape));
    refused.iter().fold(good, |operation, status| {
        let words = REFUSALS.iter().find(|it| it.0 == *status);
        let words = words.map_or("", |it| it.1);
        operation.response(status.to_string(), response(words, PROBLEM, "ProblemDto"))
    })
}

fn response(words: &str, kind: &str, shape: &str) -> Response {
    let content = Content::new(Some(Ref::from_schema_name(shape)));
    ResponseBuilder::new()
        .description(words)
        .content(kind, content)
        .build()
}

fn degrees(name: &str, most: f64, example: f64) -> Parameter {
    let number = ObjectBuilder::new()
        .schema_type(Type::Number)
        .minimum(Some(-most))
        .maximum(Some(most))
        .build();
    let example = Some(example.into());
    parameter(name, ParameterIn::Query, "Degrees, given once.", number)
        .example(example)
        .build()
}

fn plan_id() -> Parameter {
    let words = "The number of a saved plan, as `/api/plans` lists it.";
    parameter("id", ParameterIn::Path, words, whole_number())
        .example(Some(1.into()))
        .build()
}

fn revision() -> Parameter {
    let words = "The revision that was seen.";
    parameter("revision", ParameterIn::Query, words, whole_number())
        .example(Some(2.into()))
        .build()
}

pub(super) fn parameter(
    name: &str,
    place: ParameterIn,
    words: &str,
    schema: Object,
) -> ParameterBuilder {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(Required::True)
        .description(Some(words))
        .schema(Some(schema))
}

fn whole_number() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .minimum(Some(1))
        .build()
}
