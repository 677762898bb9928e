//! O7: a hub that has no descriptor left does not spin, answers whom it knows, and takes others in when some leave.

use super::line::{self, Line};
use super::*;
use crate::binary::rig;
use crate::trust;
use std::net::TcpStream;
use std::process::Command;

const DESCRIPTORS: usize = 64;
const STRANGERS: usize = 100;
/// How long it is looked at.
const LOOK: Duration = Duration::from_secs(3);
/// Of one processor.
const AT_MOST: f64 = 0.05;

/// The part of a processor that a process takes.
fn share(process: Process, look: Duration) -> f64 {
    let (before, start) = (process.cpu(), Instant::now());
    // Nobody wakes this thread: it looks away.
    while start.elapsed() < look {
        std::thread::park_timeout(look);
    }
    (process.cpu() - before).as_secs_f64() / start.elapsed().as_secs_f64()
}

fn judge(share: f64) -> Result<(), String> {
    match share <= AT_MOST {
        true => Ok(()),
        false => Err(format!("it takes {:.0} % of a processor", share * 100.0)),
    }
}

#[test]
fn a_hub_without_descriptors_does_not_spin_and_comes_back_when_some_leave() {
    let rig = Rig::with(SETTINGS);
    let limited = format!("ulimit -n {DESCRIPTORS}; exec \"$0\" \"$@\"");
    let mut hub = rig.serve_under(&["sh", "-c", &limited]);
    let token = token(&hub, "omar", "advocate");
    let (listens, process, runtime) = (address(&hub), Process::of(&hub), runtime());
    let me = line::get("/v1/me", &token);
    let mut known = runtime.block_on(Line::to(listens)).unwrap();
    assert_eq!(runtime.block_on(known.ask(&me)).unwrap().status, 200);

    let strangers: Vec<TcpStream> = (0..STRANGERS)
        .map(|_| TcpStream::connect(listens).unwrap())
        .collect();
    hub.process
        .wait_for_line(|line| line.contains("a connection could not be taken in"));
    let share = share(process, LOOK);
    judge(share).unwrap();
    assert_eq!(runtime.block_on(known.ask(&me)).unwrap().status, 200);

    drop(strangers);
    let answer = runtime.block_on(async {
        let ask = async { Line::to(listens).await.unwrap().ask(&me).await.unwrap().status };
        tokio::time::timeout(DEADLINE, ask).await
    });
    assert_eq!(answer.unwrap(), 200, "once they have left");
    trust::result(
        "O7",
        "64 descriptors and 100 strangers",
        &format!(
            "{:.1} % of a processor, and it takes others in when they leave",
            share * 100.0
        ),
    );
}

#[test]
fn a_hub_that_spins_is_noticed() {
    let spinning = rig::Process::listen(Command::new("sh").args(["-c", "while :; do :; done"]));
    let process = Process(spinning.id());
    // How much of a processor it gets depends on who else wants one: that it takes what it gets is seen.
    until("it is seen to spin", || process.cpu() > LOOK.mul_f64(AT_MOST));
    judge(AT_MOST * 1.1).unwrap_err();
    assert_eq!(judge(0.0), Ok(()));
}
