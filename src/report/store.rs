//! Drawn roads as bytes, and back.

use std::io::{self, Write};

use crate::model::RoadClass;
use crate::packed::{Packed, put_f64s, put_u8s, put_u64s, unfit};
use crate::report::DrawnRoad;
use crate::space::LonLat;

/// Writes roads to draw.
///
/// # Errors
/// What the writer says.
pub fn write_roads(roads: &[DrawnRoad], out: &mut impl Write) -> io::Result<()> {
    let classes: Vec<u8> = roads.iter().map(|it| it.class as u8).collect();
    put_u8s(out, &classes)?;
    put_u64s(out, roads.iter().map(|it| it.line.len() as u64))?;
    let degrees: Vec<f64> = roads
        .iter()
        .flat_map(|it| it.line.iter().flat_map(|it| [it.lon, it.lat]))
        .collect();
    put_f64s(out, degrees)
}

/// Reads roads to draw.
///
/// # Errors
/// When the bytes are not those of roads.
pub fn read_roads(bytes: &[u8]) -> io::Result<Vec<DrawnRoad>> {
    let mut packed = Packed::new(bytes);
    let (classes, sizes, degrees) = (packed.u8s()?, packed.u64s()?, packed.f64s()?);
    packed.end()?;
    let (mut places, _) = degrees.as_chunks::<2>();
    let mut road = |(class, size): (&u8, &u64)| {
        let (line, rest) = places.split_at_checked(usize::try_from(*size).ok()?)?;
        places = rest;
        Some(DrawnRoad {
            class: RoadClass::from_place(*class)?,
            line: line
                .iter()
                .map(|[lon, lat]| LonLat::new(*lon, *lat))
                .collect(),
        })
    };
    let roads: Option<Vec<DrawnRoad>> = classes.iter().zip(&sizes).map(&mut road).collect();
    let roads = roads.filter(|_| classes.len() == sizes.len());
    roads.ok_or_else(|| unfit("a drawn road has a class or a line that is not known"))
}
