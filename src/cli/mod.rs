//! The commands as typed, one file a command.
//!
//! In: arguments. Out: data on stdout or in the file asked for; everything else on stderr; the exit code (0 done,
//! 2 bad input, 3 the environment, 1 a bug). The room never knows how a figure is made.

mod args;
mod assess;
mod batch;
mod batch_args;
mod catchment;
mod check;
mod compare;
mod compare_args;
mod form;
mod interrupt;
mod new;
mod optimise;
mod optimise_args;
mod optimise_wish;
mod output;
mod postcode;
mod prepare;
mod progress;
mod rejects;
mod rerun;
mod run;
mod serve;
mod serve_args;
mod times;
mod verify;

pub use run::main;
