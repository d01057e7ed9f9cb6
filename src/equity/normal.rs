//! The standard normal distribution.

use std::f64::consts::TAU;

/// The z below which a share `part` of the standard normal distribution lies; `part` is at least a half and below 1.
///
/// Newton's method from 0: the distribution is concave above 0, so each step stays below the root.
pub(super) fn upper_quantile(part: f64) -> f64 {
    let mut z = 0.0;
    // Some ten steps for 95 %, forty for one in a million million; the last ones change nothing.
    for _ in 0..60 {
        let (density, above_half) = density_and_area(z);
        z += (part - 0.5 - above_half) / density;
    }
    z
}

/// The density at z >= 0 and the area from 0 to z, by the series φ(z) (z + z³/3 + z⁵/15 + ...).
///
/// Source: Marsaglia 2004, doi:10.18637/jss.v011.i04.
fn density_and_area(z: f64) -> (f64, f64) {
    let density = (-z * z / 2.0).exp() / TAU.sqrt();
    let (mut sum, mut term, mut odd) = (z, z, 1.0);
    while term > sum * f64::EPSILON / 4.0 {
        odd += 2.0;
        term *= z * z / odd;
        sum += term;
    }
    (density, density * sum)
}

#[cfg(test)]
mod tests {
    use super::upper_quantile;

    #[test]
    fn quantiles_are_those_of_tables() {
        // R's qnorm.
        for (part, z) in [
            (0.5, 0.0),
            (0.841_344_746_068_542_9, 1.0),
            (0.95, 1.644_853_626_951_472_2),
            (0.975, 1.959_963_984_540_054),
            (0.999, 3.090_232_306_167_813),
            (0.999_95, 3.890_591_886_413_093_6),
        ] {
            let found = upper_quantile(part);
            assert!((found - z).abs() < 1e-12, "{part}: {found} is not {z}");
        }
    }
}
