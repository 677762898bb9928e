//! Settling one debt: done, handed over, waived, or put on long term.

use super::Ask;
use super::answer::AnswerForm;
use super::formed::Formed;
use super::recovery::RecoveryOf;
use super::reports::Reports;
use super::stop::StopForm;
use super::typed_time::to_come;
use crate::domain::command::Command;
use crate::domain::due::{self, Kind};
use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::incident::Incident;
use crate::domain::settlements::{How, SettleDebt};
use crate::domain::text::Clean;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;
use crate::tui::words::when::{self, Count};

#[derive(Debug)]
pub struct SettleForm {
    form: Form,
    key: String,
    done: Done,
}

/// What "done" comes to for this debt.
#[derive(Clone, Debug)]
enum Done {
    Kept,
    Answer(Seq),
    Call(AccountId),
    Recover(AccountId),
    GoesOn(Clean),
    Send,
}

/// The places of the choice.
const DONE: usize = 0;
const HANDED: usize = 1;
const WAIVED: usize = 2;
const LATER: usize = 3;

impl Done {
    fn of(kind: &Kind) -> Done {
        match kind {
            Kind::Ask(seq) => Done::Answer(*seq),
            Kind::Recovery(account) => Done::Recover(account.clone()),
            Kind::Callback(account) | Kind::CheckIn(account) | Kind::News(account) => {
                Done::Call(account.clone())
            }
            Kind::Resume(stop) => Done::GoesOn(stop.clone()),
            Kind::Report(_) => Done::Send,
            // The hub names the way of what has another.
            _ => Done::Kept,
        }
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Done::Kept => ("kept", "It is done."),
            Done::Answer(_) => ("answer it", "Opens the answer."),
            Done::Call(_) => (
                "call them",
                "Opens the call sheet; the call that is recorded settles it.",
            ),
            Done::Recover(_) => (
                "say what they have",
                "Opens their recovery; what they have or do not need settles it.",
            ),
            Done::GoesOn(_) => ("goes on again", "What was stopped runs again."),
            Done::Send => ("send it", "Opens the reports; sending it settles it."),
        }
    }

    fn open(&self, stage: &Stage, key: &str) -> Vec<Ask> {
        let opened = match self {
            Done::Kept => {
                let debt = key.into();
                vec![Ask::Submit(
                    Command::SettleDebt(SettleDebt { debt, how: How::Kept }),
                    None,
                )]
            }
            Done::Answer(seq) => AnswerForm::new(stage, *seq).map(Ask::open).into_iter().collect(),
            Done::Call(account) => vec![Ask::Call(account.clone())],
            Done::Recover(account) => vec![Ask::open(RecoveryOf::new(account.clone()))],
            Done::Send => vec![Ask::open(Reports::default())],
            Done::GoesOn(stop) => vec![Ask::open(StopForm::new(stage, Some(stop)))],
        };
        [Ask::Close].into_iter().chain(opened).collect()
    }
}

impl SettleForm {
    /// Opens the form for a debt of this incident.
    pub fn open(stage: &Stage, incident: &Incident, kind: &Kind) -> Vec<Ask> {
        let found = due::owed(incident).into_iter().find(|due| due.kind == *kind);
        let Some(due) = found else {
            return Vec::new();
        };
        let done = Done::of(kind);
        let owner = due.owner.as_ref().map_or("nobody", Name::as_str);
        let until = when::until(due.at, stage.now, Count::Minutes);
        let due_at = match due.dated() {
            true => {
                let clock = when::clock(due.at, stage.now, &stage.setting.zone);
                format!("due {clock} ({until})")
            }
            false => until,
        };
        let options = [
            done.words(),
            ("hand it over", "Somebody else owes it from now on."),
            (
                "waive it",
                "Nobody will do it. Takes the commander, the deputy or the CS lead.",
            ),
            (
                "put it off",
                "Owed long after the incident. Takes the commander, the deputy or the CS lead.",
            ),
        ];
        let owes = due.owner.clone().unwrap_or_else(|| stage.me().name.clone());
        let form = Form::new(76, "Enter settles it")
            .says("what", &due.what)
            .says("owes", &format!("{owner} owes it, {due_at}"))
            .choice("how", "It is:", options, DONE)
            .line("to", "By whom:", &stage.me().name.to_string())
            .line("owner", "Owed by:", &owes.to_string())
            .line("until", "Until:", "")
            .hint("2026-12-01, 30d, 15:30")
            .line("reason", "Reason:", "")
            .restored(stage.draft(&draft(&kind.key())));
        let mut settle = SettleForm {
            form,
            key: kind.key(),
            done,
        };
        settle.changed(stage);
        vec![Ask::open(settle)]
    }
}

fn draft(key: &str) -> Draft {
    Draft::new("settle", key)
}

impl Formed for SettleForm {
    fn title(&self, _stage: &Stage) -> String {
        "Settle what is owed".to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(&self.key))
    }

    fn changed(&mut self, _stage: &Stage) {
        let how = self.form.chosen("how");
        self.form.show("to", how == HANDED);
        self.form.show("owner", how == LATER);
        self.form.show("until", how == LATER);
        self.form.show("reason", how == WAIVED || how == LATER);
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let missing = |form: &mut Form, key: &'static str, say: &str| {
            form.go(key);
            vec![Ask::Say(say.to_owned(), Tone::Refused)]
        };
        let name = |text: String| Name::from(text.as_str());
        let reason = self.form.clean("reason");
        let how = match (self.form.chosen("how"), reason) {
            (HANDED, _) => How::Transferred {
                to: name(self.form.value("to")),
            },
            (WAIVED | LATER, None) => {
                return missing(&mut self.form, "reason", "It takes a reason; write it.");
            }
            (WAIVED, Some(reason)) => How::Waived { reason },
            (LATER, Some(reason)) => {
                let until = to_come(&self.form.value("until"), None, stage);
                match until {
                    Err(why) => return missing(&mut self.form, "until", &why),
                    Ok(None) => return missing(&mut self.form, "until", "Say until when it is put off."),
                    Ok(Some(until)) => How::LongTerm {
                        reason,
                        owner: name(self.form.value("owner")),
                        due: until.at,
                    },
                }
            }
            (_, _) => return self.done.open(stage, &self.key),
        };
        let debt = self.key.as_str().into();
        vec![
            Ask::Submit(Command::SettleDebt(SettleDebt { debt, how }), None),
            Ask::Close,
        ]
    }
}
