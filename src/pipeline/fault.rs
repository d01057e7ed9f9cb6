//! Everything that can stop a run, gathered: what it prints and the exit code it ends with.

use std::io;

use crate::model::ChangeFault;
use crate::read::{ReadErrors, ReadFault};
use crate::report::Reject;
use crate::study::{StudyErrors, StudyFault};

/// Why a run stopped. Its text names files, places, values and remedies, a line a fault.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The study or a scenario file is wrong.
    #[error("{0}")]
    Study(#[from] StudyErrors),
    /// The data are wrong.
    #[error("{0}")]
    Read(#[from] ReadErrors),
    /// A scenario does not fit the sites as they are.
    #[error("{}", lines(scenario, written.as_ref(), changes))]
    Scenario {
        /// The scenario's id.
        scenario: String,
        /// The file it is written in and the line of each change, where it is in one.
        written: Option<(String, Vec<usize>)>,
        /// Every change that does not fit.
        changes: Vec<ChangeFault>,
    },
    /// The user asked for something that is not there, such as a mode without times.
    #[error("{code} {what}: {remedy}")]
    Asked {
        /// The stable code.
        code: &'static str,
        /// What was asked for and what there is.
        what: String,
        /// How to mend it.
        remedy: String,
    },
    /// The system refused: a disk, a permission, a port.
    #[error("E-IO {path}: {source}: {remedy}")]
    Io {
        /// The file, or what else was refused.
        path: String,
        /// What the system says.
        source: io::Error,
        /// How to mend it.
        remedy: String,
    },
    /// The system refused to write; nothing stands under the final name.
    #[error(
        "E-IO {path}: it cannot be written ({source}): check the folder, its permissions and the space left"
    )]
    Unwritable {
        /// The file or stream.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// The machine does not offer what is needed, such as a port.
    #[error("{code} {what}: {remedy}")]
    Machine {
        /// The stable code.
        code: &'static str,
        /// What is needed and why it is not there.
        what: String,
        /// How to mend it.
        remedy: String,
    },
    /// Whoever runs the program has stopped it.
    #[error("stopped: {what}: {remedy}")]
    Stopped {
        /// What stands by then.
        what: String,
        /// How to go on.
        remedy: String,
    },
    /// A promise inside the program is broken.
    #[error("E-BUG {0}: this is a fault of the program; please report it")]
    Bug(String),
    /// Several of these.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Several(Vec<Fault>),
}

/// What a shell tells of a program that Ctrl-C has ended: 128 and the number of the signal.
const INTERRUPTED: u8 = 130;

impl Fault {
    /// A file of the study that the system does not let us read.
    #[must_use]
    pub fn io(path: &str, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
            remedy: "check that the file is there and may be read".to_owned(),
        }
    }

    /// An argument of a command that cannot be used.
    #[must_use]
    pub fn usage(argument: &str, value: &str, remedy: &str) -> Self {
        Self::Asked {
            code: "E-ARGUMENT",
            what: format!("{argument} {value} cannot be used"),
            remedy: remedy.to_owned(),
        }
    }

    /// A file or stream that the system does not let us write.
    #[must_use]
    pub fn unwritable(path: &str, source: io::Error) -> Self {
        Self::Unwritable {
            path: path.to_owned(),
            source,
        }
    }

    /// Everything that is wrong with the study file and its data, a row each.
    #[must_use]
    pub fn rejects(&self) -> Vec<Reject> {
        match self {
            Self::Study(faults) => faults.0.iter().map(of_study).collect(),
            Self::Read(faults) => faults.0.iter().map(of_data).collect(),
            Self::Several(faults) => faults.iter().flat_map(Self::rejects).collect(),
            _ => Vec::new(),
        }
    }

    /// The exit code: 2 for input, 3 for the environment, 1 for a fault of the program, 130 for a run that was stopped.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Study(_) | Self::Read(_) | Self::Scenario { .. } | Self::Asked { .. } => 2,
            Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound => 2,
            Self::Io { .. } | Self::Unwritable { .. } | Self::Machine { .. } => 3,
            Self::Stopped { .. } => INTERRUPTED,
            Self::Bug(_) => 1,
            Self::Several(faults) => faults.iter().map(Self::exit_code).max().unwrap_or(1),
        }
    }
}

impl From<ReadFault> for Fault {
    fn from(fault: ReadFault) -> Self {
        Self::Read(fault.into())
    }
}

fn of_study(fault: &StudyFault) -> Reject {
    let place = match fault.line {
        0 => String::new(),
        line => format!("line {line}"),
    };
    Reject {
        file: fault.file.clone(),
        place,
        column: fault.key.clone(),
        value: fault.value.clone().unwrap_or_default(),
        code: fault.code,
        what: fault.what.clone(),
        remedy: fault.remedy.clone(),
    }
}

fn of_data(fault: &ReadFault) -> Reject {
    Reject {
        file: fault.file.clone(),
        place: fault.place.to_string().trim().to_owned(),
        column: fault.column.clone().unwrap_or_default(),
        value: fault.value.clone().unwrap_or_default(),
        code: fault.code,
        what: fault.what.clone(),
        remedy: fault.remedy.clone(),
    }
}

fn lines(
    scenario: &str,
    written: Option<&(String, Vec<usize>)>,
    changes: &[ChangeFault],
) -> String {
    let place = |it: &ChangeFault| {
        let (file, lines) = written?;
        let line = lines.get(it.place().checked_sub(1)?)?;
        Some(format!("{file} line {line} "))
    };
    let line = |it: &ChangeFault| {
        let place = place(it).unwrap_or_default();
        format!("E-CHANGE {place}scenario {scenario}: {it}")
    };
    changes.iter().map(line).collect::<Vec<_>>().join("\n")
}
