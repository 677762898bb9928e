//! Promising a customer which executive calls, and when.

use super::Ask;
use super::formed::Formed;
use super::typed_time::to_come;
use crate::domain::command::Command;
use crate::domain::executive_desk::Wished;
use crate::domain::executives::{PromiseExecutiveCall, Standing};
use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::{Form, Remark};
use crate::tui::words::when::{self, Count};
use jiff::Timestamp;

#[derive(Debug)]
pub struct PromiseCallForm {
    form: Form,
    request: Seq,
    account: AccountId,
    name: String,
}

impl PromiseCallForm {
    pub fn new(stage: &Stage, request: Seq) -> Option<Self> {
        let incident = stage.incident()?;
        let wished = incident.wished(request)?;
        let facts = &wished.wish.facts;
        let about = match facts.topic.trim() {
            "" => String::new(),
            topic => say!(" about {topic}", topic),
        };
        let until = |at| when::until(at, stage.now, Count::Minutes);
        let step = wished
            .wish
            .next_step()
            .map(|(_, at)| say!(" A time is to be promised {until}.", until = until(at)));
        let wants = say!(
            "{row} wants to speak with {whom}{about}, {until}.{filter}",
            row = wished.row.name(),
            whom = facts.whom(),
            about,
            until = until(wished.wish.deadline()),
            filter = step
                .filter(|_| wished.wish.standing() == Standing::Open)
                .unwrap_or_default()
        );
        let giving = incident.giving(stage.picture());
        let most = giving.iter().max_by_key(|one| one.left());
        let executive = most.map_or("", |one| one.executive.as_str());
        let form = Form::new(76, word!("Enter promises the call; then tell them"))
            .says("wants", &wants)
            .says("promised", &promised(stage, incident, &wished))
            .line("executive", word!("Who calls:"), executive)
            .hint("carol")
            .line("at", word!("When:"), "")
            .hint("15:30, 2h, 2026-12-01 10:00")
            .says("read", "")
            .restored(stage.draft(&draft(request)));
        let mut promise = PromiseCallForm {
            form,
            request,
            account: wished.row.id().clone(),
            name: wished.row.name().to_string(),
        };
        if !executive.is_empty() {
            promise.form.go("at");
        }
        promise.changed(stage);
        Some(promise)
    }

    fn at(&self, stage: &Stage) -> Result<Option<Timestamp>, String> {
        let typed = to_come(&self.form.value("at"), Some(&self.account), stage)?;
        Ok(typed.map(|typed| typed.at))
    }
}

/// What they were promised already, whoever wrote it down and how: nobody promises the same call twice.
fn promised(stage: &Stage, incident: &Incident, wished: &Wished) -> String {
    let clock = |at| when::clock(at, stage.now, &stage.setting.zone);
    let call = match wished.wish.standing() {
        Standing::Promised(promised) => Some(say!(
            "{executive} calls at {clock}",
            executive = promised.executive,
            clock = clock(promised.at)
        )),
        Standing::Open | Standing::Done(_) => None,
    };
    let account = wished.row.id();
    let owed = incident
        .owed_promises()
        .filter(|promise| promise.account.as_ref() == Some(account));
    let owed = owed.map(|promise| {
        say!(
            "{what} ({owner}, by {clock})",
            what = promise.what,
            owner = promise.owner,
            clock = clock(promise.due)
        )
    });
    let all: Vec<String> = call.into_iter().chain(owed).collect();
    match all.is_empty() {
        true => word!("Nothing is promised to them so far.").to_owned(),
        false => say!("Promised already: {all}.", all = all.join("; ")),
    }
}

fn draft(request: Seq) -> Draft {
    Draft::new("promise_call", request.to_string())
}

/// What the executive has left, and whether this call is more than that.
fn remark(stage: &Stage, executive: &Name, request: Seq, at: Timestamp) -> Option<Remark> {
    let giving = stage
        .incident()?
        .giving_of(stage.picture(), executive, Some(request));
    let slots = giving.slots.as_ref()?;
    let (count, taken) = (slots.count, giving.taken);
    if slots.until.is_some_and(|until| at > until) {
        return Some(Remark::amber(say!(
            "{executive} gave calls for before that; ask {executive} first.",
            executive
        )));
    }
    (giving.beyond(at) > 0).then(|| {
        let more = say!(
            "{executive} has {count} to give and {taken} are promised; ask {executive} first.",
            executive,
            count,
            taken
        );
        Remark::amber(more)
    })
}

impl Formed for PromiseCallForm {
    fn title(&self, _stage: &Stage) -> String {
        say!("Promise {name} a call", name = self.name)
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.request))
    }

    fn about(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn changed(&mut self, stage: &Stage) {
        let executive = Name::from(self.form.value("executive").trim());
        let typed = self.at(stage).ok().flatten();
        let at = typed.unwrap_or(stage.now);
        // A time of day that is over today is read as tomorrow's: said before it is promised.
        let read = typed.map(|at| {
            at.to_zoned(stage.setting.zone.clone())
                .strftime("%A %b %-d, %H:%M")
                .to_string()
        });
        self.form.show("read", read.is_some());
        self.form
            .set("read", &say!("That is {read}.", read = read.unwrap_or_default()));
        let found = remark(stage, &executive, self.request, at);
        self.form.tell(found.into_iter().collect());
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let Some(executive) = self.form.clean("executive") else {
            self.form.go("executive");
            return vec![Ask::Say(word!("Say who calls them.").to_owned(), Tone::Plain)];
        };
        let at = match self.at(stage) {
            Ok(Some(at)) => at,
            Ok(None) => {
                self.form.go("at");
                return vec![Ask::Say(word!("Say when the call is.").to_owned(), Tone::Plain)];
            }
            Err(why) => {
                self.form.go("at");
                return vec![Ask::Say(why, Tone::Refused)];
            }
        };
        let promise = PromiseExecutiveCall {
            request: self.request,
            executive: Name::from(executive.as_str()),
            at,
        };
        vec![
            Ask::Submit(Command::PromiseExecutiveCall(promise), None),
            Ask::Close,
        ]
    }
}
