//! A small writer of OS Open Roads `GeoPackages`, in the styles of its releases.

use std::fs;
use std::path::Path;

use fairreach::model::{RoadClass, RoadLink};
use fairreach::space::Point;
use rusqlite::{Connection, params};
use tempfile::TempDir;

/// How a release names its tables and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `road_link`, `form_of_way`: since 2022.
    Snake,
    /// `RoadLink`, `formOfWay`: before.
    Camel,
    /// `RoadLink`, `identifier`, `class`, `function`: made of the shapefiles.
    Shape,
}

impl Style {
    pub(crate) const fn table(self) -> &'static str {
        match self {
            Self::Snake => "road_link",
            Self::Camel | Self::Shape => "RoadLink",
        }
    }

    /// `id`, function, classification, form, length, name, structure, primary route, trunk road, start node, end node.
    const fn columns(self) -> [&'static str; 11] {
        match self {
            Self::Snake => [
                "id",
                "road_function",
                "road_classification",
                "form_of_way",
                "length",
                "name_1",
                "road_structure",
                "primary_route",
                "trunk_road",
                "start_node",
                "end_node",
            ],
            Self::Camel => [
                "id",
                "roadFunction",
                "roadClassification",
                "formOfWay",
                "length",
                "name1",
                "roadStructure",
                "primaryRoute",
                "trunkRoad",
                "startNode",
                "endNode",
            ],
            Self::Shape => [
                "identifier",
                "function",
                "class",
                "formOfWay",
                "length",
                "name1",
                "structure",
                "primary",
                "trunkRoad",
                "startNode",
                "endNode",
            ],
        }
    }
}

/// A link to be written.
#[derive(Clone, Debug)]
pub(crate) struct MadeLink {
    pub(crate) id: String,
    pub(crate) function: String,
    pub(crate) classification: String,
    pub(crate) form: String,
    /// Its length; `None` to tell that of its line, in whole metres.
    pub(crate) length: Option<f64>,
    pub(crate) name: Option<String>,
    pub(crate) primary: bool,
    pub(crate) trunk: bool,
    pub(crate) start: Option<String>,
    pub(crate) end: Option<String>,
    pub(crate) line: Vec<Point>,
    /// The bytes of its geometry, where they are not those of its line.
    pub(crate) blob: Option<Vec<u8>>,
}

impl MadeLink {
    /// A named local street.
    pub(crate) fn street(id: &str, ends: [&str; 2], line: &[(f64, f64)]) -> Self {
        Self {
            id: id.to_owned(),
            function: "Local Road".to_owned(),
            classification: "Unclassified".to_owned(),
            form: "Single Carriageway".to_owned(),
            length: None,
            name: Some("Mill Street".to_owned()),
            primary: false,
            trunk: false,
            start: Some(ends[0].to_owned()),
            end: Some(ends[1].to_owned()),
            line: line.iter().map(|(x, y)| Point::new(*x, *y)).collect(),
            blob: None,
        }
    }

    /// The link in the words of OS Open Roads.
    pub(crate) fn of(place: usize, link: &RoadLink) -> Self {
        let function = match link.class {
            RoadClass::Motorway => "Motorway",
            RoadClass::Trunk | RoadClass::Primary => "A Road",
            RoadClass::Secondary => "B Road",
            RoadClass::Tertiary => "Minor Road",
            RoadClass::Residential | RoadClass::Unclassified => "Local Road",
            RoadClass::Service => "Local Access Road",
            other => panic!("{other:?} has no word"),
        };
        let name = |junction: i64| format!("node-{junction:05}");
        let ends = [name(link.tail.junction), name(link.head.junction)];
        Self {
            function: function.to_owned(),
            name: (link.class == RoadClass::Residential).then(|| "Mill Street".to_owned()),
            primary: link.class == RoadClass::Trunk,
            line: link.shape.to_vec(),
            ..Self::street(&format!("link-{place:07}"), [&ends[0], &ends[1]], &[])
        }
    }

    fn length(&self) -> f64 {
        let pieces = self.line.windows(2).map(|it| it[0].distance(it[1]).get());
        self.length.unwrap_or_else(|| pieces.sum::<f64>().round())
    }

    pub(crate) fn with(self, function: &str, form: &str) -> Self {
        Self {
            function: function.to_owned(),
            form: form.to_owned(),
            ..self
        }
    }
}

/// How a geometry is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Blob {
    /// The kind of its header's box: 0 none, 1 to 4 of two to four dimensions.
    pub(crate) envelope: u8,
    /// What is added to the type: 1000 for Z, 2000 for M, 3000 for both.
    pub(crate) more: u32,
    pub(crate) little: bool,
    /// Whether it is a line of many parts, of which there is one.
    pub(crate) multi: bool,
}

impl Blob {
    pub(crate) const USUAL: Self = Self {
        envelope: 1,
        more: 0,
        little: true,
        multi: false,
    };

    pub(crate) fn of(self, line: &[Point]) -> Vec<u8> {
        let mut bytes = b"GP\0".to_vec();
        bytes.push(self.envelope << 1 | u8::from(self.little));
        self.put_u32(&mut bytes, 27_700);
        let all = |of: fn(&Point) -> f64| line.iter().map(of).collect::<Vec<f64>>();
        let (x, y) = (all(|it| it.x), all(|it| it.y));
        let least = |of: &[f64]| of.iter().copied().fold(f64::INFINITY, f64::min);
        let most = |of: &[f64]| of.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let corners = [least(&x), most(&x), least(&y), most(&y), 1.0, 2.0, 3.0, 4.0];
        for corner in &corners[..[0, 4, 6, 6, 8][usize::from(self.envelope)]] {
            self.put_f64(&mut bytes, *corner);
        }
        if self.multi {
            bytes.push(u8::from(self.little));
            self.put_u32(&mut bytes, 5 + self.more);
            self.put_u32(&mut bytes, 1);
        }
        bytes.push(u8::from(self.little));
        self.put_u32(&mut bytes, 2 + self.more);
        self.put_u32(&mut bytes, u32::try_from(line.len()).unwrap());
        for point in line {
            self.put_f64(&mut bytes, point.x);
            self.put_f64(&mut bytes, point.y);
            for _ in 0..self.more.div_ceil(2000) {
                self.put_f64(&mut bytes, 77.0);
            }
        }
        bytes
    }

    fn put_u32(self, bytes: &mut Vec<u8>, number: u32) {
        let (little, big) = (number.to_le_bytes(), number.to_be_bytes());
        bytes.extend(if self.little { little } else { big });
    }

    fn put_f64(self, bytes: &mut Vec<u8>, number: f64) {
        let (little, big) = (number.to_le_bytes(), number.to_be_bytes());
        bytes.extend(if self.little { little } else { big });
    }
}

/// A file to be written.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    pub(crate) style: Style,
    pub(crate) links: Vec<MadeLink>,
    /// Whether it has an index of its geometries.
    pub(crate) indexed: bool,
    pub(crate) srs: i64,
    pub(crate) blob: Blob,
    /// The bytes of a page.
    pub(crate) page: u32,
    /// Statements that are run at the end.
    pub(crate) last: String,
}

impl Package {
    pub(crate) fn of(links: Vec<MadeLink>) -> Self {
        Self {
            style: Style::Snake,
            links,
            indexed: true,
            srs: 27_700,
            blob: Blob::USUAL,
            page: 4096,
            last: String::new(),
        }
    }

    /// Writes the file.
    pub(crate) fn write(&self, path: &Path) {
        let connection = Connection::open(path).unwrap();
        let (table, page) = (self.style.table(), self.page);
        connection
            .execute_batch(&format!(
                "PRAGMA page_size = {page};
                 PRAGMA journal_mode = OFF;
                 PRAGMA synchronous = OFF;
                 PRAGMA application_id = 1196444487;
                 CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT
                   NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
                 INSERT INTO gpkg_spatial_ref_sys VALUES ('OSGB36', 27700, 'EPSG', 27700, 'PROJCS', NULL),
                   ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS', NULL), ('own', 100001, 'epsg', 27700, 'PROJCS', NULL);
                 CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description
                   TEXT, last_change DATETIME, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
                 INSERT INTO gpkg_contents (table_name, data_type, last_change, srs_id)
                   VALUES ('{table}', 'features', '2026-04-09T10:11:12.000Z', {srs});
                 CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id
                   INTEGER, z TINYINT, m TINYINT);
                 INSERT INTO gpkg_geometry_columns VALUES ('{table}', 'geometry', 'LINESTRING', {srs}, 0, 0);
                 CREATE TABLE {node} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geometry POINT, id TEXT,
                   form_of_road_node TEXT);",
                srs = self.srs,
                node = table.replace("link", "node").replace("Link", "Node"),
            ))
            .unwrap();
        self.write_links(&connection);
        connection.execute_batch(&self.last).unwrap();
    }

    fn write_links(&self, connection: &Connection) {
        let (table, columns) = (self.style.table(), self.style.columns());
        let list = columns.map(|it| format!("\"{it}\"")).join(", ");
        connection
            .execute_batch(&format!(
                "CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geometry LINESTRING, fictitious
                   BOOLEAN, {list}); BEGIN"
            ))
            .unwrap();
        let index = format!("rtree_{table}_geometry");
        if self.indexed {
            let make =
                format!("CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy)");
            connection.execute_batch(&make).unwrap();
        }
        let marks = ["?"; 12].join(", ");
        let mut put = connection
            .prepare(&format!(
                "INSERT INTO {table} (geometry, {list}) VALUES ({marks})"
            ))
            .unwrap();
        let mut put_box = self.indexed.then(|| {
            connection
                .prepare(&format!("INSERT INTO {index} VALUES (?, ?, ?, ?, ?)"))
                .unwrap()
        });
        for link in &self.links {
            let blob = link
                .blob
                .clone()
                .unwrap_or_else(|| self.blob.of(&link.line));
            put.execute(params![
                blob,
                link.id,
                link.function,
                link.classification,
                link.form,
                link.length(),
                link.name,
                Option::<String>::None,
                link.primary,
                link.trunk,
                link.start,
                link.end,
            ])
            .unwrap();
            if let Some(put_box) = &mut put_box {
                let (mut x, mut y): (Vec<f64>, Vec<f64>) =
                    link.line.iter().map(|it| (it.x, it.y)).unzip();
                x.sort_by(f64::total_cmp);
                y.sort_by(f64::total_cmp);
                let fid = connection.last_insert_rowid();
                let ends = |of: &[f64]| (of[0], of[of.len() - 1]);
                let ((west, east), (south, north)) = (ends(&x), ends(&y));
                put_box
                    .execute(params![fid, west, east, south, north])
                    .unwrap();
            }
        }
        drop((put, put_box));
        connection.execute_batch("COMMIT").unwrap();
    }

    /// The bytes of the file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("made.gpkg");
        self.write(&path);
        fs::read(path).unwrap()
    }
}
