//! Enter on a row of the clock that is a question, a stop or a check-in.

use crate::domain::due::Kind;
use crate::domain::speech::word;
use crate::tui::screen::Ask;
use crate::tui::screen::answer::AnswerForm;
use crate::tui::screen::asks::Asks;
use crate::tui::screen::debrief::Debriefs;
use crate::tui::screen::executives;
use crate::tui::screen::owed::Owed;
use crate::tui::screen::recovery::RecoveryOfAll;
use crate::tui::screen::settle::SettleForm;
use crate::tui::screen::sheet;
use crate::tui::screen::stop::StopForm;
use crate::tui::screen::unreached::UnreachedForm;
use crate::tui::stage::Stage;

/// What Enter does there, in words.
pub(super) fn enter_says(kind: &Kind) -> &'static str {
    match kind {
        Kind::Ask(_) => word!("answer it"),
        Kind::Stop(_) => word!("say that it is stopped"),
        Kind::Resume(_) => word!("let it go on again"),
        Kind::Executive(_) | Kind::Gesture(_) | Kind::Credit(_) => word!("see to it"),
        Kind::CheckIn(_) | Kind::Recovery(_) => word!("see who has not recovered"),
        Kind::Hear => word!("see what was answered"),
        Kind::Outcome(_) => word!("say what became of it"),
        Kind::Unreachable(_) => word!("decide how it goes on"),
        Kind::Moment(..) => word!("open the call sheet"),
        Kind::FixContact(_) | Kind::Tell(..) => word!("list what is owed"),
        _ => word!("nothing to do"),
    }
}

pub(super) fn enter(stage: &Stage, kind: &Kind) -> Vec<Ask> {
    match kind {
        Kind::Ask(seq) => match AnswerForm::new(stage, *seq) {
            Some(form) => vec![Ask::open(form)],
            None => vec![Ask::open(Asks::default())],
        },
        Kind::Stop(id) | Kind::Resume(id) => vec![Ask::open(StopForm::new(stage, Some(id)))],
        // Those of several accounts stand in one row; the list shows them one by one.
        Kind::CheckIn(_) | Kind::Recovery(_) => vec![Ask::open(RecoveryOfAll::default())],
        Kind::Hear => vec![Ask::open(Debriefs::default())],
        Kind::Executive(seq) => executives::wished(stage, *seq),
        Kind::Gesture(seq) => executives::gesture(stage, *seq),
        Kind::Credit(seq) => executives::credit(stage, *seq),
        Kind::Outcome(_) => match stage.incident() {
            Some(incident) => SettleForm::open(stage, incident, kind),
            None => Vec::new(),
        },
        Kind::FixContact(_) | Kind::Tell(..) => vec![Ask::open(Owed::default())],
        Kind::Unreachable(account) => UnreachedForm::open(stage, account),
        Kind::Moment(account, _) => sheet::open(stage, account.clone()),
        _ => Vec::new(),
    }
}
