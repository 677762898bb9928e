//! A yes or a no to what costs money: a gesture above the allowance, a credit.

use super::Ask;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::credits::{ApproveCredit, DeclineCredit};
use crate::domain::gestures::{ApproveGesture, RefuseGesture};
use crate::domain::ids::{AccountId, Seq};
use crate::domain::span::words;
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;
use jiff::SignedDuration;

#[derive(Debug)]
pub struct MoneyWord {
    form: Form,
    title: String,
    account: AccountId,
    on: On,
}

#[derive(Clone, Copy, Debug)]
enum On {
    Gesture(Seq),
    Credit(Seq),
}

const NO: usize = 1;

impl MoneyWord {
    pub fn gesture(stage: &Stage, seq: Seq) -> Option<Self> {
        let mut all = stage.incident()?.gestures();
        let (row, gesture) = all.find(|(_, gesture)| gesture.seq == seq)?;
        let cost = gesture.cost.as_ref().filter(|_| !stage.masked);
        let cost = cost.map(|cost| format!(", {} {}", cost.amount, cost.currency));
        let says = say!(
            "{by} asks for: {what}{cost}.",
            by = gesture.by,
            what = gesture.what,
            cost = cost.unwrap_or_default()
        );
        let on = On::Gesture(seq);
        Some(MoneyWord {
            form: form(
                stage,
                on,
                &says,
                word!("they give it"),
                word!("they are told your reason"),
            ),
            title: say!("A gesture for {row}: yes or no?", row = row.name()),
            account: row.id().clone(),
            on,
        })
    }

    pub fn credit(stage: &Stage, seq: Seq) -> Option<Self> {
        let incident = stage.incident()?;
        let (row, credit) = incident.credits().find(|(_, credit)| credit.seq == seq)?;
        let may = incident.sees_exposure(stage.me()) && !stage.masked;
        let sum = credit.facts.credit.as_ref().filter(|_| may);
        let sum = sum.map_or(word!("The amount is not for this screen.").to_owned(), |sum| {
            let of = match (sum.percent, sum.fee) {
                (Some(percent), Some(fee)) => say!(": {percent} % of {fee}", percent, fee),
                (Some(_) | None, _) => String::new(),
            };
            format!("{} {}{of}.", sum.amount, sum.currency)
        });
        let basis = credit.facts.basis.as_ref().map(|basis| {
            let down = words(SignedDuration::from_secs(basis.down_s));
            say!(
                " Down {down} in {period}, an uptime of {uptime} %.",
                down,
                period = basis.period,
                uptime = basis.uptime
            )
        });
        let why = credit.facts.reason.as_ref().map(|why| format!(" {why}."));
        let says = format!("{sum}{}{}", basis.unwrap_or_default(), why.unwrap_or_default());
        let on = On::Credit(seq);
        Some(MoneyWord {
            form: form(
                stage,
                on,
                &says,
                word!("they may be told, and reports say it"),
                word!("nobody names it to them"),
            ),
            title: say!("A credit for {row}: yes or no?", row = row.name()),
            account: row.id().clone(),
            on,
        })
    }
}

fn form(stage: &Stage, on: On, says: &str, yes: &'static str, no: &'static str) -> Form {
    let mut form = Form::new(76, word!("Enter gives your word"))
        .says("says", says)
        .choice("word", word!("Your word:"), [("yes", yes), ("no", no)], 0)
        .line("reason", word!("Why not:"), "")
        .restored(stage.draft(&on.draft()));
    // A yes that was not sent is said again; a no waits for its reason.
    let no = form.chosen("word") == NO;
    form.show("reason", no);
    if !no {
        form.must_choose("word");
    }
    form
}

impl On {
    fn draft(self) -> Draft {
        let seq = match self {
            On::Gesture(seq) | On::Credit(seq) => seq,
        };
        Draft::new("money word", seq.to_string())
    }
}

impl Formed for MoneyWord {
    fn title(&self, _stage: &Stage) -> String {
        self.title.clone()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn about(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn draft(&self) -> Option<Draft> {
        Some(self.on.draft())
    }

    fn changed(&mut self, _stage: &Stage) {
        let no = self.form.chosen("word") == NO;
        self.form.show("reason", no);
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let yes = self.form.chosen("word") != NO;
        let reason = self.form.clean("reason");
        if !yes && reason.is_none() {
            self.form.go("reason");
            return vec![Ask::Say(
                word!("Say why not; whoever asked reads it.").to_owned(),
                Tone::Plain,
            )];
        }
        let reason = reason.unwrap_or_default();
        let command = match (self.on, yes) {
            (On::Gesture(gesture), true) => Command::ApproveGesture(ApproveGesture { gesture }),
            (On::Gesture(gesture), false) => Command::RefuseGesture(RefuseGesture { gesture, reason }),
            (On::Credit(number), true) => Command::ApproveCredit(ApproveCredit { number }),
            (On::Credit(number), false) => Command::DeclineCredit(DeclineCredit { number, reason }),
        };
        vec![Ask::Submit(command, None), Ask::Close]
    }
}
