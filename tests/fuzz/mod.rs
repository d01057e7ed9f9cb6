//! A fuzzer of our own, on the stable toolchain: good and hostile files, mutated by the thousand and fed to the parsers
//! that read them.
//!
//! `chance.rs` gives numbers, `mutation.rs` spoils bytes, `parsers.rs` and `requests.rs` feed them to the program,
//! `targets.rs` lists what is fed to what (`layers.rs` what libraries read for us), and `hunt.rs` runs a target and watches over it. Which bytes an execution
//! gets depends on the seed and its number alone, so that each can be run again.

pub(crate) mod blobs;
pub(crate) mod chance;
pub(crate) mod hunt;
pub(crate) mod layers;
pub(crate) mod mutation;
pub(crate) mod parsers;
pub(crate) mod requests;
pub(crate) mod studies;
pub(crate) mod targets;
