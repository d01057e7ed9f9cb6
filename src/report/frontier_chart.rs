//! The frontier as a picture: the first figure across, the second up, a point a plan, today as a cross.

use std::fmt::Write as _;

use super::found::FrontierTable;
use super::searched::goal_value;
use crate::optimise::Goal;

/// The size of the picture.
const WIDE: f64 = 760.0;
const HIGH: f64 = 440.0;
/// Where its points stand: left, top, right, bottom.
const AREA: [f64; 4] = [120.0, 40.0, 720.0, 370.0];
/// Steps of an axis.
const STEPS: u32 = 4;

/// The first two figures of a frontier as an SVG picture that tells its points in words too; `None` where it has fewer than
/// two figures or no plan. What today comes to is a cross.
#[must_use]
pub fn frontier_svg(frontier: &FrontierTable) -> Option<String> {
    let [across, up, ..] = frontier.goals.as_slice() else {
        return None;
    };
    let pair = |values: &[f64]| Some((*values.first()?, *values.get(1)?));
    let points: Vec<(&str, (f64, f64))> = frontier
        .rows
        .iter()
        .filter_map(|(id, values)| Some((id.as_str(), pair(values)?)))
        .collect();
    let today = frontier.today.as_deref().and_then(pair);
    let all = || points.iter().map(|it| it.1).chain(today);
    let x = Axis::over(all().map(|it| it.0))?;
    let y = Axis::over(all().map(|it| it.1))?;
    let mut svg = head(*across, *up, points.len());
    svg += &grid(*across, *up, &x, &y);
    for (id, point) in &points {
        let told = format!(
            "{id}: {}, {}",
            goal_value(*across, point.0),
            goal_value(*up, point.1)
        );
        let place = place(&x, &y, *point);
        // Writing to a string cannot fail.
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"5\" fill=\"#1d70b8\" stroke=\"#0b0c0c\"><title>{}</title></circle>",
            place.0,
            place.1,
            escaped(&told)
        );
    }
    if let Some(today) = today {
        let (left, top) = place(&x, &y, today);
        let _ = writeln!(
            svg,
            "<path d=\"M{:.1} {:.1}l12 12m0 -12l-12 12\" stroke=\"#d4351c\" stroke-width=\"3\" fill=\"none\"><title>today</title></path>\n\
             <text x=\"{:.1}\" y=\"{:.1}\" fill=\"#0b0c0c\">today</text>",
            left - 6.0,
            top - 6.0,
            left + 10.0,
            top - 8.0
        );
    }
    svg += "</svg>\n";
    Some(svg)
}

/// The ends of an axis.
struct Axis {
    from: f64,
    to: f64,
}

impl Axis {
    /// An axis with some room around its values; `None` of no value.
    fn over(values: impl Iterator<Item = f64>) -> Option<Self> {
        let ends = values.fold(None, |ends: Option<(f64, f64)>, it| {
            Some(ends.map_or((it, it), |(from, to)| (from.min(it), to.max(it))))
        });
        let (from, to) = ends?;
        let room = if to > from {
            (to - from) * 0.06
        } else {
            to.abs().max(1.0) * 0.06
        };
        Some(Self {
            from: from - room,
            to: to + room,
        })
    }

    /// Where a value stands between the ends, 0 to 1.
    fn at(&self, value: f64) -> f64 {
        (value - self.from) / (self.to - self.from)
    }

    fn steps(&self) -> impl Iterator<Item = f64> + use<> {
        let (from, width) = (self.from, self.to - self.from);
        (0..=STEPS).map(move |it| from + width * f64::from(it) / f64::from(STEPS))
    }
}

fn place(x: &Axis, y: &Axis, (across, up): (f64, f64)) -> (f64, f64) {
    let [left, top, right, bottom] = AREA;
    (
        left + x.at(across) * (right - left),
        bottom - y.at(up) * (bottom - top),
    )
}

fn head(across: Goal, up: Goal, n: usize) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDE} {HIGH}\" width=\"{WIDE}\" height=\"{HIGH}\" role=\"img\" \
         aria-label=\"{n} plans that no other betters in both: {} across, {} up\" font-family=\"sans-serif\" font-size=\"14\">\n\
         <rect width=\"{WIDE}\" height=\"{HIGH}\" fill=\"#ffffff\"/>\n",
        escaped(across.phrase()),
        escaped(up.phrase())
    )
}

/// The axes with their steps and names.
fn grid(across: Goal, up: Goal, x: &Axis, y: &Axis) -> String {
    let [left, top, right, bottom] = AREA;
    let mut svg = String::new();
    for step in x.steps() {
        let at = left + x.at(step) * (right - left);
        let told = escaped(&goal_value(across, step));
        let _ = writeln!(
            svg,
            "<path d=\"M{at:.1} {top}V{bottom}\" stroke=\"#dee0e2\"/><text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#0b0c0c\">{told}</text>",
            bottom + 20.0
        );
    }
    for step in y.steps() {
        let at = bottom - y.at(step) * (bottom - top);
        let told = escaped(&goal_value(up, step));
        let _ = writeln!(
            svg,
            "<path d=\"M{left} {at:.1}H{right}\" stroke=\"#dee0e2\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#0b0c0c\">{told}</text>",
            left - 8.0,
            at + 5.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-weight=\"bold\" fill=\"#0b0c0c\">{}</text>\n\
         <text x=\"{left}\" y=\"{:.1}\" font-weight=\"bold\" fill=\"#0b0c0c\">{}</text>",
        f64::midpoint(left, right),
        bottom + 46.0,
        escaped(across.phrase()),
        top - 16.0,
        escaped(up.phrase())
    );
    svg
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
