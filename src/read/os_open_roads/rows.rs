//! From rows to links whose ends still bear the names of their nodes.

use std::borrow::Cow;
use std::collections::HashMap;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::classes::{Form, Said, on_foot};
use super::database::{AGAIN, Database};
use super::geometry::Geometry;
use super::layer::{At, Layer, NATIONAL_GRID};
use crate::model::{Passage, RoadClass, RoadEnd, RoadLink};
use crate::read::{Notices, Place, ReadErrors, ReadFault};
use crate::space::{Extent, Point};

/// So many faults are gathered; a file with more is no road file.
const MOST_FAULTS: usize = 1_000;

/// A length is that of the line where it differs by no more than this: lengths are told in whole metres.
const ROUNDING_M: f64 = 1.0;
const ROUNDING_PART: f64 = 0.01;

/// Links as they are read.
pub(super) struct Gatherer<'a> {
    database: &'a Database<'a>,
    srs: i64,
    within: Option<Extent>,
    pub(super) links: Vec<Gathered>,
    /// The number of each node, by its name, in the order in which they were met.
    pub(super) nodes: HashMap<Box<str>, i64>,
    pub(super) notices: Notices,
    faults: ReadErrors,
    /// How many links that are kept have no length, or another than their line's.
    pub(super) lengths_off: usize,
    /// How many guided busways were left out.
    busways: usize,
    bytes: u64,
    last_row: Option<i64>,
}

/// A link and its name.
pub(super) struct Gathered {
    pub(super) id: Box<str>,
    pub(super) link: RoadLink,
}

impl<'a> Gatherer<'a> {
    pub(super) fn new(database: &'a Database<'a>, layer: &Layer, within: Option<Extent>) -> Self {
        Self {
            database,
            srs: layer.srs,
            within,
            links: Vec::new(),
            nodes: HashMap::new(),
            notices: Notices::none(),
            faults: ReadErrors::default(),
            lengths_off: 0,
            busways: 0,
            bytes: 0,
            last_row: None,
        }
    }

    /// How many rows lay within the extent.
    pub(super) fn n_within(&self) -> usize {
        self.links.len() + self.busways
    }

    /// Every fault of the rows.
    pub(super) fn take_faults(&mut self) -> Result<(), ReadErrors> {
        std::mem::take(&mut self.faults).or(())
    }

    /// Takes a row, if it lies within the extent.
    ///
    /// # Errors
    /// Where the file cannot be read on. What is wrong with the row alone is gathered.
    pub(super) fn row(&mut self, row: &Row<'_>) -> Result<(), ReadErrors> {
        let number = self.database.number(row, At::Row as usize)?.unwrap_or(0);
        if self.last_row.is_some_and(|it| it >= number) {
            return Err(self.database.damaged("its rows are not in order"));
        }
        self.last_row = Some(number);
        let line = match self.line(row) {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(()),
            Err(what) => {
                let fault = self.database.fault("E-GPKG-GEOMETRY", what, AGAIN);
                return self.fault(fault.column("geometry"), number);
            }
        };
        let Some(id) = self.database.text(row, At::Id as usize)? else {
            let fault = self
                .database
                .fault("E-GPKG-ID", "the link has no id", AGAIN);
            return self.fault(fault.column("id"), number);
        };
        self.bytes += id.len() as u64;
        // No row of a whole file shares its bytes with another.
        if self.bytes > self.database.bytes {
            return Err(self
                .database
                .damaged("its rows hold more bytes than the file"));
        }
        let Some((class, form)) = self.kind(row, number)? else {
            self.busways += 1;
            let what =
                "guided busways, which neither cars nor people on foot may use, are left out";
            self.notices.add(
                "W-GPKG-BUSWAY",
                self.database.file,
                what,
                format!("row {number}"),
            );
            return Ok(());
        };
        let [start, .., end] = &*line else {
            return Ok(());
        };
        let (tail, head) = (
            self.end(row, At::Start, *start, number)?,
            self.end(row, At::End, *end, number)?,
        );
        let road = RoadLink {
            way: number,
            tail,
            head,
            shape: line,
            class,
            limit: None,
            car: Passage::BOTH,
            walk: on_foot(class),
            roundabout: form == Form::Roundabout,
            built_up: false,
            ferry_minutes: None,
        };
        self.note_length(row, &road)?;
        if form.is_one_way() {
            let what = "dual carriageways, slip roads and roundabouts can be used both ways: the file does not tell \
                one-way roads";
            self.notices
                .add("W-GPKG-ONEWAY", self.database.file, what, "");
        }
        self.links.push(Gathered {
            id: id.into(),
            link: road,
        });
        Ok(())
    }

    /// The line of a row; `None` where it lies outside the extent.
    fn line(&mut self, row: &Row<'_>) -> Result<Option<std::sync::Arc<[Point]>>, String> {
        let blob = match row.get_ref(At::Geometry as usize) {
            Ok(ValueRef::Blob(blob)) => blob,
            Ok(ValueRef::Null) => return Err("the link has no geometry".to_owned()),
            Ok(_) => return Err("the link's geometry is no bytes".to_owned()),
            Err(why) => return Err(format!("the link's geometry cannot be read ({why})")),
        };
        self.bytes += blob.len() as u64;
        let geometry =
            Geometry::of(blob).map_err(|it| format!("the link's geometry is broken: {it}"))?;
        let srs = i64::from(geometry.srs);
        if srs != self.srs && srs != NATIONAL_GRID {
            return Err(format!(
                "the link's geometry is in srs_id {srs}, and the table in {}",
                self.srs
            ));
        }
        let outside = |it: &Extent| self.within.is_some_and(|within| !it.touches(&within));
        if geometry.extent.as_ref().is_some_and(outside) {
            return Ok(None);
        }
        let line = geometry
            .line()
            .map_err(|it| format!("the link's geometry is broken: {it}"))?;
        let around = Extent::around(line.iter().copied());
        Ok(Some(line).filter(|_| !around.as_ref().is_some_and(outside)))
    }

    /// The class and form of a row's road; `None` for a guided busway.
    fn kind(
        &mut self,
        row: &Row<'_>,
        number: i64,
    ) -> Result<Option<(RoadClass, Form)>, ReadErrors> {
        let text = |at: At| self.database.text(row, at as usize);
        let (function, classification) = (text(At::Function)?, text(At::Classification)?);
        let form = text(At::Form)?;
        let named = text(At::Name)?.is_some();
        let green = self.switch(row, At::PrimaryRoute)? || self.switch(row, At::TrunkRoad)?;
        let known_form = form.as_deref().and_then(Form::of);
        if let (Some(odd), None) = (&form, known_form) {
            let what = "a value of form_of_way is not known; it is taken for a single carriageway";
            self.notices.add(
                "W-GPKG-FORM",
                self.database.file,
                what,
                format!("row {number}: {odd}"),
            );
        }
        let form = known_form.unwrap_or(Form::Single);
        if form == Form::Busway {
            return Ok(None);
        }
        let said = Said {
            function: function.as_deref(),
            classification: classification.as_deref(),
            named,
            green,
            form,
        };
        let class = said.class().unwrap_or_else(|| {
            let what = "neither road_function nor road_classification is known; it is taken for a road of no class";
            let odd = function.or(classification).unwrap_or(Cow::Borrowed("nothing"));
            self.notices.add("W-GPKG-CLASS", self.database.file, what, format!("row {number}: {odd}"));
            RoadClass::Road
        });
        Ok(Some((class, form)))
    }

    /// A yes or no, as any release writes it.
    fn switch(&self, row: &Row<'_>, at: At) -> Result<bool, ReadErrors> {
        Ok(match self.database.cell(row, at as usize)? {
            ValueRef::Integer(number) => number != 0,
            ValueRef::Text(text) => [&b"true"[..], b"yes", b"1"]
                .iter()
                .any(|it| text.eq_ignore_ascii_case(it)),
            _ => false,
        })
    }

    /// An end at its node or, where the row does not name that, at a node of that very place.
    fn end(
        &mut self,
        row: &Row<'_>,
        at: At,
        point: Point,
        number: i64,
    ) -> Result<RoadEnd, ReadErrors> {
        let name = self.database.text(row, at as usize)?.unwrap_or_else(|| {
            let what = "links that do not name the nodes at their ends are joined where they meet";
            self.notices.add(
                "W-GPKG-NODE",
                self.database.file,
                what,
                format!("row {number}"),
            );
            Cow::Owned(named_by_place(point))
        });
        self.bytes += name.len() as u64;
        let fresh = i64::try_from(self.nodes.len()).unwrap_or(i64::MAX);
        let junction = match self.nodes.get(&*name) {
            Some(known) => *known,
            None => *self.nodes.entry(name.into()).or_insert(fresh),
        };
        Ok(RoadEnd {
            junction,
            signal: false,
            stops_car: false,
            stops_walk: false,
        })
    }

    fn note_length(&mut self, row: &Row<'_>, link: &RoadLink) -> Result<(), ReadErrors> {
        let told = match self.database.cell(row, At::Length as usize)? {
            ValueRef::Integer(number) => Some(number as f64),
            ValueRef::Real(number) => Some(number),
            _ => None,
        };
        let length = link.length().get();
        let fits = |it: f64| (it - length).abs() <= ROUNDING_M + ROUNDING_PART * length;
        if !told.is_some_and(fits) {
            self.lengths_off += 1;
            let told = told.map_or_else(|| "none".to_owned(), |it| format!("{it} m"));
            let what =
                "links whose length in the file is not that of their line; their line's is taken";
            let sample = format!("row {}: {told}, its line {length:.0} m", link.way);
            self.notices
                .add("W-GPKG-LENGTH", self.database.file, what, sample);
        }
        Ok(())
    }

    fn fault(&mut self, fault: ReadFault, row: i64) -> Result<(), ReadErrors> {
        self.faults.0.push(fault.at(Place::Object("row", row)));
        if self.faults.0.len() < MOST_FAULTS {
            Ok(())
        } else {
            self.take_faults()
        }
    }
}

/// How a name begins that a node has of its place and not of the file. It comes before any other.
pub(super) const PLACED: char = '\0';

/// The name of a node that the file does not name: its place to the millimetre.
pub(super) fn named_by_place(point: Point) -> String {
    format!("{PLACED}{:.3} {:.3}", point.x, point.y)
}
