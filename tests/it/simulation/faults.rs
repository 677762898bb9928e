//! What goes wrong in a run, drawn from its seed, and what can be broken on purpose to see that it is noticed.

use super::dice::Dice;

/// A millisecond and a second of virtual time, which is counted in nanoseconds.
pub const MS: u64 = 1_000_000;
pub const SECOND: u64 = 1_000 * MS;

/// A part of the program that is broken on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Nothing: the program as it is.
    Nothing,
    /// The hub does not know a command again that it has answered.
    HubForgetsAnswers,
    /// The hub answers before what it answers is on disk.
    HubAnswersUnwritten,
    /// What the hub has just recorded is not shown to anybody who is not waiting for it.
    HubSkipsALine,
    /// A screen begins without what the one before it has left.
    OutboxForgetsItsJournal,
    /// The journal says that it is written before it is.
    JournalLies,
    /// A screen's picture leaves out an event.
    ScreenSkipsAnEvent,
    /// A screen does not tell its log from another one of the same length.
    ScreenKnowsNoMark,
    /// A screen that hears nothing goes on showing that it is live.
    ScreenIsNeverStale,
}

/// What somebody or something does to the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    KillScreen,
    QuitScreen,
    SleepScreen,
    SecondScreen,
    CutLine,
    KillHub,
    /// Between recording and answering.
    KillHubInTurn,
    SlowHubDisk,
    FullHubDisk,
    /// The disk fails in a way after which nobody knows what is on it.
    FailHubDisk,
    StepHubClock,
    /// The hub comes back with an older copy of its record.
    RestoreHub,
    FullScreenDisk,
    HangScreenDisk,
    ClosedJournal,
}

const ALL: [Trouble; 15] = [
    Trouble::KillScreen,
    Trouble::QuitScreen,
    Trouble::SleepScreen,
    Trouble::SecondScreen,
    Trouble::CutLine,
    Trouble::KillHub,
    Trouble::KillHubInTurn,
    Trouble::SlowHubDisk,
    Trouble::FullHubDisk,
    Trouble::FailHubDisk,
    Trouble::StepHubClock,
    Trouble::RestoreHub,
    Trouble::FullScreenDisk,
    Trouble::HangScreenDisk,
    Trouble::ClosedJournal,
];

/// One run's measure of everything: some runs have little of one kind, which lets another kind go further.
pub struct Faults {
    pub people: u64,
    /// How long it goes wrong.
    pub length: u64,
    /// Between two deeds of one person, at most.
    pub pace: u64,
    pub troubles: Vec<Trouble>,
    /// Between two troubles, at most.
    pub calm: u64,
    /// Messages in a thousand.
    pub lost: u64,
    pub doubled: u64,
    pub slow: u64,
    pub latency: u64,
}

impl Faults {
    pub fn drawn(dice: &mut Dice) -> Self {
        let some = |dice: &mut Dice, most| match dice.coin() {
            true => dice.below(most),
            false => 0,
        };
        Faults {
            people: dice.between(2, 5),
            length: dice.pick(&[40, 40, 60, 60, 180, 720]) * SECOND,
            pace: dice.between(8, 60) * SECOND,
            troubles: ALL.into_iter().filter(|_| dice.coin()).collect(),
            calm: dice.between(4, 60) * SECOND,
            lost: some(dice, 200),
            doubled: some(dice, 300),
            slow: some(dice, 200),
            latency: dice.between(1, 80) * MS,
        }
    }

    /// Nothing goes wrong any more.
    pub fn heal(&mut self) {
        self.troubles.clear();
        (self.lost, self.doubled, self.slow) = (0, 0, 0);
    }
}
