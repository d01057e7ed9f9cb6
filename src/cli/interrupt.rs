//! Ctrl-C during a long run: the run is told, ends what it is at and says how to go on. The home of tokio in this room.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tokio::runtime::Builder;
use tokio::signal::ctrl_c;

use crate::pipeline::Fault;

static STOP: AtomicBool = AtomicBool::new(false);

/// What a shell tells of a program that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;

/// A switch that the first Ctrl-C from now on sets; the second ends the program as it stands.
///
/// # Errors
/// When the system gives no thread to listen on.
pub(super) fn stop_on_interrupt() -> Result<&'static AtomicBool, Fault> {
    let refused = |source| Fault::Io {
        path: "Ctrl-C".to_owned(),
        source,
        remedy: "end other programs and try again".to_owned(),
    };
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(refused)?;
    let listen = move || {
        runtime.block_on(async {
            if ctrl_c().await.is_ok() {
                STOP.store(true, Ordering::Relaxed);
                if ctrl_c().await.is_ok() {
                    process::exit(INTERRUPTED);
                }
            }
        });
    };
    // It ends with the program.
    drop(thread::Builder::new().spawn(listen).map_err(refused)?);
    Ok(&STOP)
}
