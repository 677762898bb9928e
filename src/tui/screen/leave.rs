//! Making no more calls: what one has in hand, where it goes, and why.

use super::Ask;
use super::formed::Formed;
use crate::domain::assignments::{LeaveCalls, so_many};
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, Name};
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::screen::take::names;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct LeaveForm {
    people: Vec<Name>,
    form: Form,
}

impl LeaveForm {
    /// For oneself; whoever directs the calls may say it of others.
    pub fn open(stage: &Stage) -> Ask {
        let Some(incident) = stage.incident() else {
            return Ask::Say(word!("No incident is open.").to_owned(), Tone::Plain);
        };
        let me = &stage.me().name;
        let directs = [Duty::Commander, Duty::CsLead]
            .iter()
            .any(|duty| incident.holder(*duty) == Some(me));
        let others = incident.advocates().filter(|name| directs && *name != me);
        let people: Vec<Name> = std::iter::once(me).chain(others).cloned().collect();
        let shown = people.iter().map(|name| match name == me {
            true => say!("{name} (you)", name),
            false => name.to_string(),
        });
        let form = Form::new(74, word!("Enter says so to everyone"))
            .choice("who", word!("Who leaves:"), shown, 0)
            .line("reason", word!("Why:"), "")
            .hint(word!("a few words, or nothing"))
            .says("goes", "")
            .restored(stage.draft(&draft()));
        let mut dialog = LeaveForm { people, form };
        dialog.changed(stage);
        Ask::open(dialog)
    }

    fn who(&self) -> Option<&Name> {
        self.people.get(self.form.chosen("who"))
    }
}

fn draft() -> Draft {
    Draft::new("no more calls", "")
}

/// Where their accounts go, in lines.
fn goes(stage: &Stage, incident: &Incident, who: &Name) -> Vec<String> {
    let claims = stage.picture().claims.live();
    let (on_phone, claimed): (Vec<_>, Vec<_>) = claims
        .filter(|claim| claim.holder == *who && claim.incident == incident.id)
        .partition(|claim| claim.calling_since.is_some());
    let theirs = |listed: &&crate::domain::call_list::Listed| {
        let whose = listed.whose.as_ref().is_some_and(|whose| whose.who == *who);
        listed.state.is_open() && whose
    };
    let accounts: Vec<AccountId> = stage
        .board
        .list
        .iter()
        .filter(theirs)
        .map(|listed| listed.account.clone())
        .collect();
    let mut lines = Vec::new();
    if !accounts.is_empty() {
        lines.push(say!(
            "{so_many} and the calls put off go to who stands in, else back to the list: {names}.",
            so_many = so_many(accounts.len()),
            names = names(incident, &accounts)
        ));
    }
    if !claimed.is_empty() {
        lines.push(say!("Claims given back: {claimed}.", claimed = claimed.len()));
    }
    if !on_phone.is_empty() {
        lines.push(word!("The call that is on is finished first.").to_owned());
    }
    if lines.is_empty() {
        lines.push(word!("Nothing is in hand.").to_owned());
    }
    lines
}

impl Formed for LeaveForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("No more calls?").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft())
    }

    fn changed(&mut self, stage: &Stage) {
        if let Some((incident, who)) = stage.incident().zip(self.who()) {
            let lines = goes(stage, incident, who);
            self.form.set("goes", &lines.join("\n"));
        }
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let leave = Command::LeaveCalls(LeaveCalls {
            person: self.who().cloned(),
            reason: self.form.clean("reason"),
        });
        let say = word!("Asking the hub: what was in hand goes on with others ...").to_owned();
        vec![Ask::Submit(leave, None), Ask::Say(say, Tone::Plain), Ask::Close]
    }
}
