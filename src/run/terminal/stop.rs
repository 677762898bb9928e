//! Stopping as a job of the shell, the way Ctrl-Z stops a program in a terminal that is not raw.

use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, kill, raise, sigaction};
use nix::unistd::Pid;

/// Stops this process and the others of its job, and returns when it is continued. Without a shell
/// to continue it, in an orphaned process group, the system discards the stop and this returns at
/// once.
///
/// # Errors
/// When the handling of SIGTSTP cannot be changed; it is then as it was.
pub(super) fn stop_job() -> nix::Result<()> {
    // The others first: a parent such as `make` has to stop too, or the shell never gets the
    // terminal. This process lets that one pass and then stops by a signal to this very thread, so
    // that nothing runs between stop and return.
    let before = handle_stop(SigHandler::SigIgn)?;
    let stopped = kill(Pid::from_raw(0), Signal::SIGTSTP).and_then(|()| stop_too());
    set_stop_action(&before)?;
    stopped
}

/// Stops this process alone, the others of its job having been stopped by somebody else.
///
/// # Errors
/// Those of [`stop_job`].
pub fn stop_too() -> nix::Result<()> {
    let before = handle_stop(SigHandler::SigDfl)?;
    let stopped = raise(Signal::SIGTSTP);
    set_stop_action(&before)?;
    stopped
}

fn handle_stop(handler: SigHandler) -> nix::Result<SigAction> {
    set_stop_action(&SigAction::new(handler, SaFlags::empty(), SigSet::empty()))
}

fn set_stop_action(action: &SigAction) -> nix::Result<SigAction> {
    set_action(Signal::SIGTSTP, action)
}

/// From here on a signal does nothing to this process, and is as always to those it starts; gives what it did before.
///
/// # Errors
/// When its handling cannot be changed; it is then as it was.
pub fn let_pass(signal: Signal) -> nix::Result<SigAction> {
    extern "C" fn nothing(_: i32) {}
    // A handler and not "ignored": that would be inherited.
    let handler = SigHandler::Handler(nothing);
    set_action(
        signal,
        &SigAction::new(handler, SaFlags::SA_RESTART, SigSet::empty()),
    )
}

/// Puts back what a signal did before.
///
/// # Errors
/// When its handling cannot be changed.
#[expect(unsafe_code, reason = "a signal's action cannot be set otherwise")]
pub fn set_action(signal: Signal, action: &SigAction) -> nix::Result<SigAction> {
    // SAFETY: the action is to ignore, the default, one that was in force before, or a handler that does nothing.
    unsafe { sigaction(signal, action) }
}
