//! The others: how many customers that are no key accounts are affected, and how many of them wrote in.

use super::Ask;
use super::formed::Formed;
use crate::domain::channel::Channel;
use crate::domain::command::Command;
use crate::domain::incident::Incident;
use crate::domain::others::{CountOthers, Counted, RecordInbound};
use crate::domain::speech::{mark, said, say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct OthersForm {
    form: Form,
}

/// How many there are, and who.
fn counted_in(form: &Form) -> String {
    let counted = format!("{} {}", form.value("count"), form.value("of"));
    counted.trim().to_owned()
}

fn draft() -> Draft {
    Draft::new("others", "")
}

/// In the order offered.
const WAYS: [(Channel, &str); 3] = [
    (Channel::Email, mark!("by e-mail")),
    (Channel::Phone, mark!("by phone")),
    (Channel::Chat, mark!("by chat")),
];

impl OthersForm {
    pub fn new(stage: &Stage) -> Self {
        let counted = stage.incident().and_then(|incident| incident.others.counted());
        let count = counted.map_or_else(String::new, |counted| counted.count.to_string());
        let of = counted.map_or_else(String::new, |counted| counted.of.to_string());
        let now = stage.incident().and_then(Incident::others_line);
        let now = now.unwrap_or_else(|| word!("others: nobody has counted them yet").to_owned());
        let form = Form::new(76, word!("Enter records it"))
            .says("now", &say!("Now {now}", now))
            .line("count", word!("How many there are:"), &count)
            .hint(word!("1240; key accounts not among them"))
            .line("of", word!("Who they are:"), &of)
            .hint(word!("all on video-eu, from billing"))
            .line("wrote", word!("Newly wrote in:"), "")
            .hint(word!("how many, 1"))
            .choice("way", word!("How:"), WAYS.map(|(_, words)| said(words)), 0)
            .line("about", word!("About:"), "")
            .hint(word!("no sound; nobody's name"));
        let known = counted_in(&form);
        let mut form = form.line("known", "", &known).restored(stage.draft(&draft()));
        form.show("known", false);
        // What somebody else has counted since stands, unless another number was typed.
        if counted_in(&form) == form.value("known") {
            form.set("count", &count);
            form.set("of", &of);
        }
        form.set("known", &known);
        OthersForm { form }
    }

    /// With one that wrote in or called just now.
    pub fn wrote_in(stage: &Stage) -> Self {
        let mut others = OthersForm::new(stage);
        others.form.set("wrote", "1");
        others.form.go("about");
        others
    }

    /// What was changed of the count, and who wrote in.
    fn commands(&self, stage: &Stage) -> Result<Vec<Command>, (&'static str, String)> {
        let mut commands = Vec::new();
        let number = |key: &'static str| {
            let text: String = self.form.value(key).replace([',', '.', ' ', '\''], "");
            let wrong = || (key, say!("{text} is not a number; write digits, as 1240.", text));
            match text.is_empty() {
                true => Ok(None),
                false => text.parse::<u32>().map(Some).map_err(|_| wrong()),
            }
        };
        if let Some(count) = number("count")? {
            let of = self.form.clean("of").unwrap_or_default();
            let known = stage.incident().and_then(|incident| incident.others.counted());
            let same = |known: &Counted| known.count == u64::from(count) && known.of == of;
            if !known.is_some_and(same) {
                let count = count.into();
                commands.push(Command::CountOthers(CountOthers { count, of }));
            }
        }
        if let Some(count) = number("wrote")?.filter(|count| *count > 0) {
            commands.push(Command::RecordInbound(RecordInbound {
                count,
                channel: WAYS[self.form.chosen("way").min(WAYS.len() - 1)].0,
                about: self.form.clean("about"),
            }));
        }
        Ok(commands)
    }
}

impl Formed for OthersForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("The others: affected customers that are no key accounts").to_owned()
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

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        match self.commands(stage) {
            Err((key, say)) => {
                self.form.go(key);
                vec![Ask::Say(say, Tone::Refused)]
            }
            Ok(commands) if commands.is_empty() => {
                let say = word!("Nothing new: write how many there are, or how many wrote in.");
                vec![Ask::Say(say.to_owned(), Tone::Plain)]
            }
            Ok(commands) => {
                let recorded = commands.into_iter().map(|command| Ask::Submit(command, None));
                let said = Ask::Say(word!("The others: recorded.").to_owned(), Tone::Undoable);
                recorded.chain([said, Ask::Close]).collect()
            }
        }
    }
}
