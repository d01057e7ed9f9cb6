// What the server says, as types. The server's own description is src/serve/dto.rs.

/** @typedef {{name: string, phrase: string, settings: string[]}} Mode */
/** @typedef {{id: string, name: string, band: string, band_label: string, standard_minutes: Record<string, number>, reach: 'universal'|'targeted', is_model: boolean}} Service */
/** @typedef {'square'|'circle'|'triangle'|'diamond'|'pentagon'|'cross'} Shape */
/** @typedef {{id: string, shape: Shape, services: string[], hours: number|null}} Tier */
/** @typedef {{kind: 'must_stay'|'must_close'|'not_before', from: string|null}} Lock */
/**
 * @typedef {object} Site
 * @property {string} id
 * @property {string} name
 * @property {number|null} lon
 * @property {number|null} lat
 * @property {'existing'|'candidate'} status
 * @property {string} tier
 * @property {string[]} services
 * @property {number|null} hours
 * @property {number|null} capacity
 * @property {number|null} annual_cost
 * @property {string|null} managed_by
 * @property {Lock|null} lock
 * @property {string|null} district
 * @property {Record<string, string>} unlinked  reason by mode, where it has no road
 */
/** @typedef {{open: string, tier?: string, hours?: number}} OpenChange */
/** @typedef {{close: string}} CloseChange */
/** @typedef {{convert: string, tier: string}} ConvertChange */
/** @typedef {{move: string, to: [number, number]}} MoveChange */
/** @typedef {{hours: string, value: number, service?: string}} HoursChange */
/** @typedef {{add: string, name?: string, at: [number, number], tier?: string, services?: string[], hours?: number, cost_premises?: number, cost_management?: number, cost_front_line?: number}} AddChange */
/** @typedef {OpenChange|CloseChange|ConvertChange|MoveChange|HoursChange|AddChange} Change */
/** @typedef {{id: string, name: string, changes: Change[]}} Scenario */
/** @typedef {{code: string, name: string}} District */
/** A plan that people are consulted on. @typedef {{name: string, author: string, purpose: string, changes: Change[]}} Consultation */
/**
 * @typedef {object} Study
 * @property {string} name
 * @property {string} question
 * @property {string[]} illustrative
 * @property {string[]} attribution
 * @property {string[]} notices
 * @property {string} deprivation
 * @property {Mode[]} modes
 * @property {string} mode
 * @property {Service[]} services
 * @property {Tier[]} tiers
 * @property {Site[]} sites
 * @property {Scenario[]} scenarios
 * @property {District[]} districts
 * @property {[number, number, number, number]|null} bounds  west, south, east, north
 * @property {'boundaries'|'nearest_ground'|'none'} areas_drawn
 * @property {boolean} in_tiles  whether the map is drawn from tiles
 * @property {boolean} postcodes  whether postcodes can be looked up
 * @property {Consultation|null} consultation
 * @property {{url: string, attribution: string}|null} base_map
 * @property {Batch|null} batch  the batch that can be looked through
 * @property {boolean} sites_move  whether sites can be moved and added
 * @property {string} version
 */

/**
 * The areas as the server sends them: a list a property, all in one order.
 * @typedef {object} AreaColumns
 * @property {string[]} code
 * @property {string[]} name
 * @property {number[]} district  the place in the study's districts
 * @property {(number|null)[]} decile
 * @property {Record<string, (number|null)[]>} people  by age band
 * @property {(number|null)[]} lon
 * @property {(number|null)[]} lat
 */
/**
 * @typedef {object} Area
 * @property {string} code
 * @property {string} name
 * @property {string} district
 * @property {number|null} decile
 * @property {Record<string, number|null>} children  by age band
 * @property {[number, number]|null} point
 */

/** @typedef {{minutes: number|null, reason: string|null, nearest: string|null}} Reach */
/** @typedef {{code: string, today: Reach, plan: Reach, change_minutes: number|null}} AreaReach */
/** @typedef {{class: string, label: string, colour: string, areas: number, children: number, share: number|null}} LegendRow */
/** @typedef {'minutes'|'minutes_today'|'change'|'beyond'|'both'|'deprivation'|'people'} Shade */
/** How every area reaches the service, as columns. @typedef {{seconds: (number|null)[], site: (number|null)[], unserved: Record<string, number[]>}} ReachColumns */
/** @typedef {{sites: string[], today: ReachColumns, plan: ReachColumns, classes: Record<Shade, number[]>}} ReachesColumns */
/** Every area and the name of its class by every shading. @typedef {{areas: AreaReach[], classes: Record<Shade, string[]>, legend: Record<Shade, LegendRow[]>}} Shaded */
/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {string} scope
 * @property {number|null} value
 * @property {string} unit
 * @property {string} polarity
 * @property {string} [reason]
 * @property {string} [which]  whose a worst or a largest is: `decile:4`
 * @property {string} meaning
 * @property {string} source
 */
/** @typedef {{id: string, name: string, lon: number|null, lat: number|null, unlinked: Record<string, string>}} Placed */
/**
 * @typedef {object} Answer
 * @property {string} service
 * @property {string} mode
 * @property {number|null} standard_minutes
 * @property {{label: string, text: string}[]} sentences
 * @property {{figures: Figure[]}} baseline
 * @property {{figures: Figure[]}} scenario
 * @property {AreaReach[]} areas
 * @property {Record<Shade, string[]>} classes
 * @property {{today: [number, number][]|null, plan: [number, number][]|null, reason: string|null}} curve  shares of people, the most deprived first, and of minutes
 * @property {Placed[]} placed  the open sites that the plan moves or adds
 * @property {Record<Shade, LegendRow[]>} legend
 */
/** What it does if one site closes or opens and nothing else changes. @typedef {{site: string, closes: boolean, within: number|null, minutes: number, served: number}} OneSite */
/** @typedef {{postcode: string, lon: number|null, lat: number|null, area: string|null, why: string|null}} PostcodePlace */
/** @typedef {{area: {code: string, name: string, inside: boolean, metres: number}|null, nearest_sites: {id: string, name: string, metres: number}[]}} Place */
/**
 * What a site reaches within some minutes; people and their share of the study's by age band.
 * @typedef {object} Reached
 * @property {string|null} site
 * @property {string} name
 * @property {string} mode
 * @property {string} direction
 * @property {number} minutes
 * @property {number} areas
 * @property {string[]} area_codes
 * @property {Record<string, number|null>} people
 * @property {Record<string, number|null>} share
 * @property {string} [no_outline]  why there is no shape
 */
/** @typedef {{mode: string, minutes: number[], site: string}|{mode: string, minutes: number[], lon: number, lat: number}} CatchmentQuestion */
/** @typedef {{name: string, phrase: string, polarity: string}} FrontierGoal */
/** A plan of a frontier: its figures, the same as people read them, and what makes it of today. @typedef {{id: string, values: number[], told: string[], changes: Change[]}} FrontierPoint */
/** @typedef {{figures: FrontierGoal[], today: FrontierPoint|null, plans: FrontierPoint[], whole: boolean}} Frontier */
/** A plan of the optimiser; `told` is its figures as people read them. @typedef {{id: 'cheapest'|'most-reach'|'deprived-reach'|'least-harm', told: string[], changes: Change[], proven: boolean, reason: string|null}} BestPlan */
/** @typedef {{budget: number|null, open: number|null, floor: number|null, reach: number|null, figures: FrontierGoal[], today: string[], plans: BestPlan[]}} BestPlans */
/** @typedef {{name: string, unit: string, polarity: string, meaning: string}} BatchFigure */
/** @typedef {{mode: string, year: string|null, rows: number, only_open: boolean, figures: BatchFigure[]}} Batch */
/** @typedef {{figure: string, at_least?: number, at_most?: number}} Condition */
/** @typedef {{rows: {scenario: string, values: (number|null)[], changes: Change[]|null}[], found: number, looked_at: number, of: number}} BatchRows */
/** A plan that somebody saved; `saved_ms` is milliseconds since 1970. @typedef {{id: number, revision: number, saved_ms: number, name: string, author: string, comment: string, changes: Change[]}} KeptPlan */

export {};
