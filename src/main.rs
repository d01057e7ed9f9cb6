//! Fairreach on the command line: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    fairreach::cli::main()
}
