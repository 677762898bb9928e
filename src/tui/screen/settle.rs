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
use crate::domain::speech::{say, word};
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
            Done::Kept => (word!("kept"), word!("It is done.")),
            Done::Answer(_) => (word!("answer it"), word!("Opens the answer.")),
            Done::Call(_) => (
                word!("call them"),
                word!("Opens the call sheet; the call that is recorded settles it."),
            ),
            Done::Recover(_) => (
                word!("say what they have"),
                word!("Opens their recovery; what they have or do not need settles it."),
            ),
            Done::GoesOn(_) => (word!("goes on again"), word!("What was stopped runs again.")),
            Done::Send => (
                word!("send it"),
                word!("Opens the reports; sending it settles it."),
            ),
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
        let owner = due.owner.as_ref().map_or(word!("nobody"), Name::as_str);
        let until = when::until(due.at, stage.now, Count::Minutes);
        let due_at = match due.dated() {
            true => {
                let clock = when::clock(due.at, stage.now, &stage.setting.zone);
                say!("due {clock} ({until})", clock, until)
            }
            false => until,
        };
        let options = [
            done.words(),
            (word!("hand it over"), word!("Somebody else owes it from now on.")),
            (
                word!("waive it"),
                word!("Nobody will do it. Takes the commander, the deputy or the CS lead."),
            ),
            (
                word!("put it off"),
                word!("Owed long after the incident. Takes the commander, the deputy or the CS lead."),
            ),
        ];
        let owes = due.owner.clone().unwrap_or_else(|| stage.me().name.clone());
        let form = Form::new(76, word!("Enter settles it"))
            .says("what", &due.what)
            .says("owes", &say!("{owner} owes it, {due_at}", owner, due_at))
            .choice("how", word!("It is:"), options, DONE)
            .line("to", word!("By whom:"), &stage.me().name.to_string())
            .line("owner", word!("Owed by:"), &owes.to_string())
            .line("until", word!("Until:"), "")
            .hint("2026-12-01, 30d, 15:30")
            .line("reason", word!("Reason:"), "")
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
        word!("Settle what is owed").to_owned()
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
                return missing(&mut self.form, "reason", word!("It takes a reason; write it."));
            }
            (WAIVED, Some(reason)) => How::Waived { reason },
            (LATER, Some(reason)) => {
                let until = to_come(&self.form.value("until"), None, stage);
                match until {
                    Err(why) => return missing(&mut self.form, "until", &why),
                    Ok(None) => {
                        return missing(&mut self.form, "until", word!("Say until when it is put off."));
                    }
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
