//! What becomes of the commands of this screen: kept, resumed from an earlier run, answered, or not taken.

use super::refresh;
use crate::domain::command::{Command, Submission};
use crate::domain::ids::{AccountId, SubmissionId};
use crate::domain::speech::{say, word};
use crate::tui::model::Model;
use crate::tui::msg::{Answer, Liveness, NotTaken};
use crate::tui::screen::confirm::Confirm;
use crate::tui::screen::phones::Phones;
use crate::tui::screen::refused::RefusedList;
use crate::tui::stage::Tone;
use crate::wire::Anew;

/// From now on it is shown as done.
pub(super) fn taken(model: &mut Model, id: SubmissionId, only_here: Option<String>) {
    let pending = model.stage.pending.iter_mut();
    let Some(pending) = pending.into_iter().find(|pending| pending.submission.id == id) else {
        return;
    };
    pending.taken = true;
    pending.only_here = only_here.is_some();
    if let Some(why) = only_here {
        let said = say!(
            "Not on disk, only in this program until the hub answers: {why}.",
            why
        );
        model.stage.say(said, Tone::Refused);
    }
    model.stage.reshow();
    refresh(model);
}

/// Why nothing is sent; and where others act on it, whom to phone.
pub(super) fn cannot_send(model: &mut Model, command: &Command) {
    match model.stage.liveness {
        Liveness::Offline { .. } if model.stage.manner.writes() => {
            model.dialogs.push(Box::new(Phones::new(command)));
        }
        Liveness::Offline { .. } | Liveness::Connecting { .. } | Liveness::Live | Liveness::Stale { .. } => {
            let why = model.stage.cannot_send(command).unwrap_or_default();
            model.stage.say(why, Tone::Refused);
        }
    }
}

/// It is shown as done again, and is on its way.
pub(super) fn resumed(model: &mut Model, submissions: Vec<Submission>) {
    model.stage.outbox_awaited = false;
    let said = match submissions.len() {
        0 => return,
        1 => word!("One thing you recorded before was not sent; it is being sent now.").to_owned(),
        count => say!(
            "{count} things you recorded before were not sent; they are being sent now.",
            count
        ),
    };
    model.stage.say(said, Tone::Plain);
    for submission in submissions {
        model.stage.resumed(submission);
    }
    model.stage.reshow();
    refresh(model);
}

/// How many are through, and in a dialog each that was not taken, with its words.
pub(super) fn replayed(model: &mut Model, sent: usize, refused: Vec<NotTaken>) {
    let said = match (sent, refused.len()) {
        (0, count) => say!("{count} refused of what had waited.", count),
        (1, 0) => word!("What had waited is sent: 1 thing.").to_owned(),
        (sent, 0) => say!("What had waited is sent: {sent} things.", sent),
        (sent, count) => say!(
            "Of what had waited, {sent} sent and {count} refused.",
            sent,
            count
        ),
    };
    model.stage.say(said, Tone::Plain);
    model.stage.unread.extend(refused);
}

/// Opens what was refused, but not over what somebody types into: their Enter would say that they have read it.
pub(super) fn show_refused(model: &mut Model) {
    if model.dialogs.is_empty() && !model.room.types() && !model.stage.unread.is_empty() {
        let refused = std::mem::take(&mut model.stage.unread);
        model.dialogs.push(Box::new(RefusedList::new(refused)));
    }
}

/// What is recorded from now on does not outlive this program, and why.
pub(super) fn no_outbox(model: &mut Model, why: &str) {
    model.stage.outbox_awaited = false;
    let said = say!("What you record cannot be kept on this machine: {why}.", why);
    model
        .dialogs
        .push(Box::new(Confirm::told(word!("Nothing is kept here"), said)));
}

/// Everything is read again. What is shown stays until that is done, and with it what is open.
pub(super) fn start_over(model: &mut Model, why: Anew) {
    model.stage.start_over(why);
    match why {
        Anew::AnotherLog => {
            model.alarm.begin_again();
            let said = word!(
                "The hub has another record than before, perhaps a copy that was restored; it is read anew."
            );
            model.stage.say(said, Tone::Refused);
        }
        Anew::OtherSight => {
            let said = word!("Your duties show you other parts of the record than before; it is read anew.");
            model.stage.say(said, Tone::Plain);
        }
    }
    refresh(model);
}

/// Nothing is lost, but somebody has to look.
pub(super) fn put_aside(model: &mut Model, path: &str) {
    let text = say!(
        "Part of what you recorded earlier cannot be read. The rest is being sent; the file is kept as\n{path}\nand \
         holds what is missing, one thing a line.",
        path
    );
    model
        .dialogs
        .push(Box::new(Confirm::told(word!("Not all could be read"), text)));
}

/// The hub's word, or that there is none yet.
pub(super) fn answered(model: &mut Model, id: SubmissionId, answer: Answer) {
    let Some(at) = model
        .stage
        .pending
        .iter()
        .position(|pending| pending.submission.id == id)
    else {
        return;
    };
    match answer {
        Answer::Accepted(accepted) => {
            model.stage.pending[at].through = Some(accepted.through);
            model.stage.pending[at].unknown = false;
            model.stage.pending[at].trouble = None;
        }
        Answer::Refused(problem) => {
            model.not_taken(at);
            model
                .stage
                .say(say!("Refused: {detail}.", detail = problem.detail), Tone::Refused);
        }
        Answer::Unknown => model.stage.pending[at].unknown = true,
        Answer::Waiting(why) => model.stage.pending[at].trouble = Some(why),
        Answer::NotSent(why) => {
            model.not_taken(at);
            model.stage.say(say!("Not sent: {why}", why), Tone::Refused);
        }
    }
    model.stage.reshow();
    refresh(model);
}

/// Whether it is the result of a call with this account.
pub(super) fn records(command: &Command, account: &AccountId) -> bool {
    match command {
        Command::RecordAttempt(call) => call.account == *account || call.also.contains(account),
        _ => false,
    }
}
