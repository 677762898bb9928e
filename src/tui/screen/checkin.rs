//! A check-in: how it goes with a customer days and months after the pain, recorded as the contact it is.

use super::Ask;
use super::formed::Formed;
use super::typed_time::{to_come, told};
use crate::domain::channel::Channel;
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::outreach::{Disposition, Feeling, RecordAttempt};
use crate::domain::speech::{mark, said, say, word};
use crate::tui::action::Action;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;
use crate::tui::words::when;

/// How it goes with them, the best first: after the pain it mostly does.
const GOES: [(Feeling, &str, &str); 4] = [
    (Feeling::Fine, mark!("well"), mark!("nothing of it is left")),
    (
        Feeling::Noticed,
        mark!("not quite"),
        mark!("they still notice it"),
    ),
    (
        Feeling::Hurting,
        mark!("badly"),
        mark!("it still hurts them; say what they want"),
    ),
    (Feeling::Crisis, mark!("a crisis"), mark!("tell the CS lead now")),
];
const CHANNELS: [(Channel, &str); 3] = [
    (Channel::Phone, mark!("by phone")),
    (Channel::Video, mark!("by video")),
    (Channel::Email, mark!("they answered by e-mail")),
];

#[derive(Debug)]
pub struct CheckInForm {
    form: Form,
    account: AccountId,
    title: String,
    name: String,
}

impl CheckInForm {
    pub fn new(stage: &Stage, account: AccountId) -> Option<Self> {
        let incident = stage.incident()?;
        let row = incident.rows.get(&account)?;
        let days = incident.check_ins(row);
        let next = days.iter().find(|day| day.held.is_none());
        let day = next.map(|day| format!(", {}", day.words())).unwrap_or_default();
        let form = Form::new(76, word!("Enter records that you spoke with them"))
            .choice("goes", word!("It goes:"), GOES.map(|(_, name, meaning)| (said(name), said(meaning))), 0)
            .line("note", word!("They said:"), "")
            .hint(word!("in their words"))
            .choice("channel", word!("How:"), CHANNELS.map(|(_, name)| said(name)), 0)
            .line("next", word!("Next contact:"), "")
            .hint(word!("if one was agreed: 15:30, 3d, 2026-12-01"))
            .says(
                "what",
                &say!("Nobody there? Space on the row says so; the check-in stays due. {keys} says what they have and still \
                     want.", keys = stage.keys.press(Action::Recovery)),
            )
            .restored(stage.draft(&draft(&account)));
        let mut form = form;
        if next.is_some_and(|day| day.at > stage.now) {
            let at = next.map(|day| when::clock(day.at, stage.now, &stage.setting.zone));
            let early = say!(
                "Before its day ({at}): it counts as a contact, the check-in stays due.",
                at = at.unwrap_or_default()
            );
            form.set("what", &early);
        }
        Some(CheckInForm {
            form,
            title: say!("Check in with {row}{day}: how does it go?", row = row.name(), day),
            name: row.name().to_string(),
            account,
        })
    }
}

fn draft(account: &AccountId) -> Draft {
    Draft::new("checkin", account.as_str())
}

impl Formed for CheckInForm {
    fn title(&self, _stage: &Stage) -> String {
        self.title.clone()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(&self.account))
    }

    fn about(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let next = match to_come(&self.form.value("next"), Some(&self.account), stage) {
            Ok(next) => next,
            Err(why) => {
                self.form.go("next");
                return vec![Ask::Say(why, Tone::Refused)];
            }
        };
        let (feeling, goes, _) = GOES[self.form.chosen("goes").min(GOES.len() - 1)];
        let (channel, _) = CHANNELS[self.form.chosen("channel").min(CHANNELS.len() - 1)];
        let attempt = RecordAttempt {
            channel,
            feeling: Some(feeling),
            note: self.form.clean("note").map(Into::into),
            next_at: next.as_ref().map(|next| next.at),
            ..RecordAttempt::new(self.account.clone(), Disposition::ReachedDecisionMaker)
        };
        let said = say!(
            "You recorded {name}: it goes {goes}.",
            name = self.name,
            goes = said(goes)
        );
        vec![
            Ask::Submit(Command::RecordAttempt(Box::new(attempt)), None),
            Ask::Say(told(said, next), Tone::Undoable),
            Ask::Close,
        ]
    }
}
