//! Hours that matter to an account, as somebody heard of them: an investor call, the payroll.

use super::Ask;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::critical::{NewMoment, RecordMoment};
use crate::domain::ids::AccountId;
use crate::domain::speech::{say, word};
use crate::domain::times::{self, Clock};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::{Form, Remark};
use crate::tui::words::when;
use jiff::SignedDuration;
use jiff::tz::TimeZone;

#[derive(Debug)]
pub struct MomentForm {
    form: Form,
    account: AccountId,
    name: String,
    /// Theirs, where it is on record and another than ours.
    there: Option<TimeZone>,
}

/// The place of their own zone in the choice.
const THEIRS: usize = 0;

impl MomentForm {
    pub fn new(stage: &Stage, account: AccountId) -> Self {
        let row = stage.incident().and_then(|incident| incident.rows.get(&account));
        let zone = row.and_then(|row| row.affected.account.timezone.clone());
        let there = zone.as_ref().and_then(|zone| TimeZone::get(zone).ok());
        let there = there.filter(|there| *there != stage.setting.zone);
        let mut form = Form::new(76, word!("Enter puts it on the clock, before it begins"))
            .line("what", word!("What it is:"), "")
            .hint(word!("investor call, payroll, opening of the market"))
            .line("from", word!("Begins:"), "")
            .hint(word!("15:00, or 25m for in 25 minutes"))
            .line("until", word!("Ends:"), "")
            .hint(word!("17:00; left empty, an hour later"))
            .line("offer", word!("We offer:"), "")
            .hint(word!("the dial-in, an engineer on the line; or nothing yet"));
        if let (Some(zone), Some(there)) = (&zone, &there) {
            let now = |zone: &TimeZone| say!("now {clock}", clock = when::clock(stage.now, stage.now, zone));
            let zones = [
                (say!("theirs ({zone})", zone), now(there)),
                (word!("ours").to_owned(), now(&stage.setting.zone)),
            ];
            form = form.choice("zone", word!("These times are:"), zones, THEIRS);
        }
        MomentForm {
            form: form.restored(stage.draft(&draft(&account))),
            name: row.map_or_else(|| account.to_string(), |row| row.name().to_string()),
            account,
            there,
        }
    }

    fn zone<'a>(&'a self, stage: &'a Stage) -> &'a TimeZone {
        match &self.there {
            Some(there) if self.form.chosen("zone") == THEIRS => there,
            Some(_) | None => &stage.setting.zone,
        }
    }

    /// What was typed, or the row that is wrong and why.
    fn moment(&self, stage: &Stage) -> Result<NewMoment, (&'static str, String)> {
        let what = self.form.clean("what");
        let what = what.ok_or(("what", word!("Say in a word or two what it is.").to_owned()))?;
        let zone = self.zone(stage);
        let clock = Clock {
            now: stage.now,
            here: zone,
            there: self.there.as_ref(),
        };
        let from = times::beginning(&self.form.value("from"), &clock).map_err(|why| ("from", why))?;
        let from = from.ok_or(("from", word!("Say when it begins: 15:00, or 25m.").to_owned()))?;
        let from = from.at;
        let until = times::ending(&self.form.value("until"), from, &clock).map_err(|why| ("until", why))?;
        let hour = from.saturating_add(SignedDuration::from_hours(1)).unwrap_or(from);
        Ok(NewMoment {
            from,
            until: until.map_or(hour, |typed| typed.at),
            what,
            offer: self.form.clean("offer"),
        })
    }
}

fn draft(account: &AccountId) -> Draft {
    Draft::new("moment", account.as_str())
}

impl Formed for MomentForm {
    fn title(&self, _stage: &Stage) -> String {
        say!("Which hours matter most to {name}?", name = self.name)
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

    /// Two zones are easily mixed up: what was typed is said in ours.
    fn changed(&mut self, stage: &Stage) {
        let read = self.moment(stage).ok().filter(|_| !self.form.is_empty("from"));
        let remark = read.map(|moment| {
            let ours = |at| when::clock(at, stage.now, &stage.setting.zone);
            Remark::amber(say!(
                "that is {ours} to {ours2} on our clocks",
                ours = ours(moment.from),
                ours2 = ours(moment.until)
            ))
        });
        self.form.tell(remark.into_iter().collect());
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        match self.moment(stage) {
            Err((row, why)) => {
                self.form.go(row);
                vec![Ask::Say(why, Tone::Plain)]
            }
            Ok(moment) => {
                let said = say!(
                    "{name}: {what} is on the clock.",
                    name = self.name,
                    what = moment.what
                );
                let account = self.account.clone();
                let record = Command::RecordMoment(RecordMoment { account, moment });
                vec![
                    Ask::Submit(record, None),
                    Ask::Say(said, Tone::Undoable),
                    Ask::Close,
                ]
            }
        }
    }
}
