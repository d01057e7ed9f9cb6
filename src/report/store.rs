//! Drawn roads and surroundings as bytes, and back.

use std::io::{self, Write};

use crate::model::RoadClass;
use crate::packed::{Packed, put_f64s, put_text, put_u8s, put_u64, put_u64s, unfit};
use crate::report::{DrawnPlace, DrawnRoad, PLACE_KINDS, Surroundings};
use crate::space::LonLat;

/// Writes roads to draw.
///
/// # Errors
/// What the writer says.
pub fn write_roads(roads: &[DrawnRoad], out: &mut impl Write) -> io::Result<()> {
    let classes: Vec<u8> = roads.iter().map(|it| it.class as u8).collect();
    put_u8s(out, &classes)?;
    put_lines(out, roads.iter().map(|it| &it.line))
}

/// Reads roads to draw.
///
/// # Errors
/// When the bytes are not those of roads.
pub fn read_roads(bytes: &[u8]) -> io::Result<Vec<DrawnRoad>> {
    let mut packed = Packed::new(bytes);
    let (classes, lines) = (packed.u8s()?, lines(&mut packed)?);
    packed.end()?;
    let road = |(class, line): (&u8, Vec<LonLat>)| {
        let class = RoadClass::from_place(*class)?;
        Some(DrawnRoad { class, line })
    };
    let all = classes.len() == lines.len();
    let roads: Option<Vec<DrawnRoad>> = classes.iter().zip(lines).map(road).collect();
    let roads = roads.filter(|_| all);
    roads.ok_or_else(|| unfit("a drawn road has a class or a line that is not known"))
}

/// Writes what is around a study.
///
/// # Errors
/// What the writer says.
pub fn write_surroundings(around: &Surroundings, out: &mut impl Write) -> io::Result<()> {
    put_u64(out, around.places.len() as u64)?;
    for it in &around.places {
        put_text(out, &it.name)?;
        put_text(out, PLACE_KINDS[it.kind])?;
        put_f64s(out, [it.at.lon, it.at.lat])?;
    }
    put_u64s(out, around.lakes.iter().map(|it| it.len() as u64))?;
    put_lines(out, around.lakes.iter().flatten())?;
    put_lines(out, &around.rivers)?;
    put_lines(out, &around.coast)
}

/// Reads what is around a study.
///
/// # Errors
/// When the bytes are not those of surroundings.
pub fn read_surroundings(bytes: &[u8]) -> io::Result<Surroundings> {
    let mut packed = Packed::new(bytes);
    let mut places = Vec::new();
    for _ in 0..packed.u64()? {
        let (name, kind, at) = (packed.text()?, packed.text()?, packed.f64s()?);
        let kind = PLACE_KINDS.iter().position(|it| *it == kind);
        let (Some(kind), [lon, lat]) = (kind, &at[..]) else {
            return Err(unfit("a place has a kind or a point that is not known"));
        };
        let at = LonLat::new(*lon, *lat);
        places.push(DrawnPlace { name, kind, at });
    }
    let (sizes, mut rings) = (packed.u64s()?, lines(&mut packed)?.into_iter());
    let lakes = sizes.iter().map(|it| {
        let size = usize::try_from(*it).ok()?;
        let lake: Vec<Vec<LonLat>> = rings.by_ref().take(size).collect();
        (lake.len() == size).then_some(lake)
    });
    let lakes: Option<Vec<_>> = lakes.collect();
    let lakes = lakes.filter(|_| rings.next().is_none());
    let around = Surroundings {
        places,
        lakes: lakes.ok_or_else(|| unfit("a lake has not its outlines"))?,
        rivers: lines(&mut packed)?,
        coast: lines(&mut packed)?,
    };
    packed.end().map(|()| around)
}

fn put_lines<'a>(
    out: &mut impl Write,
    lines: impl IntoIterator<Item = &'a Vec<LonLat>, IntoIter: Clone>,
) -> io::Result<()> {
    let lines = lines.into_iter();
    put_u64s(
        out,
        lines.clone().map(|it| it.len() as u64).collect::<Vec<_>>(),
    )?;
    let degrees: Vec<f64> = lines.flatten().flat_map(|it| [it.lon, it.lat]).collect();
    put_f64s(out, degrees)
}

fn lines(packed: &mut Packed<'_>) -> io::Result<Vec<Vec<LonLat>>> {
    let (sizes, degrees) = (packed.u64s()?, packed.f64s()?);
    let (mut places, _) = degrees.as_chunks::<2>();
    let line = |size: &u64| {
        let (line, rest) = places.split_at_checked(usize::try_from(*size).ok()?)?;
        places = rest;
        Some(
            line.iter()
                .map(|[lon, lat]| LonLat::new(*lon, *lat))
                .collect(),
        )
    };
    let lines: Option<Vec<Vec<LonLat>>> = sizes.iter().map(line).collect();
    lines.ok_or_else(|| unfit("a line has not all of its points"))
}
