//! A geometry as a `GeoPackage` holds it: a header of its own, then well-known binary.
//!
//! Sources: *OGC `GeoPackage` Encoding Standard* 1.4, clause 2.1.3 (`GeoPackageBinary`); *OGC Simple feature access* 1.2.1,
//! clause 8.2 (well-known binary, with 1000, 2000 and 3000 added to a type for Z, M and both). No length is believed
//! before it is checked.

use std::sync::Arc;

use crate::space::{Extent, Point};

/// The types of well-known binary that can be the line of a link.
const LINE: u32 = 2;
const LINES: u32 = 5;

/// No place of Britain is so far from the origin of the National Grid, in metres.
const FARTHEST: f64 = 2_000_000.0;

/// A geometry whose header is understood.
pub(super) struct Geometry<'b> {
    /// The coordinate system that its header names.
    pub(super) srs: i32,
    /// The box around it, where the header tells one.
    pub(super) extent: Option<Extent>,
    body: Bytes<'b>,
}

/// Bytes being read, in one order or the other.
#[derive(Clone, Copy)]
struct Bytes<'b> {
    rest: &'b [u8],
    little: bool,
}

impl<'b> Geometry<'b> {
    /// Reads the header.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn of(blob: &'b [u8]) -> Result<Self, String> {
        let short = || "it is cut short within its header".to_owned();
        let ([magic @ .., version, flags], _) = blob.split_first_chunk::<4>().ok_or_else(short)?;
        if magic != b"GP" {
            return Err("it does not begin with GP, as a geometry of a GeoPackage does".to_owned());
        }
        if *version != 0 {
            return Err(format!("its version is {version}, and only 0 is known"));
        }
        let mut bytes = Bytes {
            rest: &blob[4..],
            little: flags & 1 == 1,
        };
        let srs = bytes.u32().map(u32::cast_signed).ok_or_else(short)?;
        let n_numbers = match (flags >> 1) & 7 {
            0 => 0,
            1 => 4,
            2 | 3 => 6,
            4 => 8,
            other => {
                return Err(format!(
                    "its header tells a box of kind {other}, which is none"
                ));
            }
        };
        let mut corners = [0.0; 8];
        for corner in &mut corners[..n_numbers] {
            *corner = bytes.f64().ok_or_else(short)?;
        }
        if flags & 0b1_0000 != 0 {
            return Err("it is marked as empty".to_owned());
        }
        let [west, east, south, north, ..] = corners;
        let extent = (n_numbers > 0).then_some(Extent {
            low: Point::new(west, south),
            high: Point::new(east, north),
        });
        Ok(Self {
            srs,
            extent,
            body: bytes,
        })
    }

    /// The line, seen from above. A line of many parts is taken where it has one part alone.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn line(&self) -> Result<Arc<[Point]>, String> {
        let mut bytes = self.body;
        let line = match bytes.kind()? {
            (LINE, n_more) => bytes.points(n_more)?,
            (LINES, _) => {
                let n = bytes.u32().ok_or_else(cut)?;
                if n != 1 {
                    return Err(format!("it is a line of {n} parts, and a link is one line"));
                }
                let (LINE, n_more) = bytes.kind()? else {
                    return Err("a part of it is no line".to_owned());
                };
                bytes.points(n_more)?
            }
            (other, _) => return Err(format!("it is of type {other}, and a line is of type 2")),
        };
        if !bytes.rest.is_empty() {
            return Err(format!(
                "{} bytes are left over after its end",
                bytes.rest.len()
            ));
        }
        Ok(line)
    }
}

fn cut() -> String {
    "it is cut short".to_owned()
}

impl Bytes<'_> {
    /// The order of the bytes that follow, and the type: without what is added to it for more dimensions than two, and
    /// how many those are.
    fn kind(&mut self) -> Result<(u32, usize), String> {
        let (order, rest) = self.rest.split_first().ok_or_else(cut)?;
        self.rest = rest;
        self.little = match order {
            0 => false,
            1 => true,
            other => {
                return Err(format!(
                    "its byte order is {other}, which is neither 0 nor 1"
                ));
            }
        };
        let kind = self.u32().ok_or_else(cut)?;
        match kind / 1000 {
            0 => Ok((kind, 0)),
            1 | 2 => Ok((kind % 1000, 1)),
            3 => Ok((kind % 1000, 2)),
            _ => Err(format!("its type {kind} is not known")),
        }
    }

    /// A count of points, and the points, each with some numbers more than two.
    fn points(&mut self, n_more: usize) -> Result<Arc<[Point]>, String> {
        let n = self.u32().ok_or_else(cut)? as usize;
        let size = (2 + n_more) * 8;
        if n < 2 {
            return Err(format!("it has {n} points, and a line has two or more"));
        }
        if n > self.rest.len() / size {
            return Err(format!(
                "it tells {n} points, and its {} bytes hold {}",
                self.rest.len(),
                self.rest.len() / size
            ));
        }
        let mut points = Vec::with_capacity(n);
        for _ in 0..n {
            let (x, y) = (self.f64().ok_or_else(cut)?, self.f64().ok_or_else(cut)?);
            if ![x, y].iter().all(|it| it.abs() <= FARTHEST) {
                return Err(format!("its point {x}, {y} is not on the National Grid"));
            }
            self.rest = &self.rest[n_more * 8..];
            points.push(Point::new(x, y));
        }
        Ok(points.into())
    }

    fn u32(&mut self) -> Option<u32> {
        let (bytes, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(if self.little {
            u32::from_le_bytes(*bytes)
        } else {
            u32::from_be_bytes(*bytes)
        })
    }

    fn f64(&mut self) -> Option<f64> {
        let (bytes, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(if self.little {
            f64::from_le_bytes(*bytes)
        } else {
            f64::from_be_bytes(*bytes)
        })
    }
}
