//! The first start: three questions, then what would be written. Esc leaves everything as it is.

use super::Ask;
use super::confirm::Confirm;
use super::formed::Formed;
use crate::domain::speech::{say, word};
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

/// What the questions are about.
#[derive(Clone, Debug)]
pub struct First {
    /// As whom this machine knows whoever asks.
    pub login: String,
    /// The file that would be written, in words.
    pub file: String,
    /// The names of the themes there are, the usual one first.
    pub themes: Vec<String>,
}

#[derive(Debug)]
pub struct Guide {
    first: First,
    form: Form,
}

/// The place of the choice of a team's hub.
const TEAM: usize = 1;
/// The place of the choice of plain letters.
const PLAIN: usize = 1;

impl Guide {
    pub fn new(first: First) -> Self {
        let hubs = [
            (
                word!("this machine"),
                word!("a room of your own, which nobody else sees"),
            ),
            (word!("a team's hub"), word!("its address is written below")),
        ];
        let lines = [
            (word!("drawn"), word!("boxes and bars are whole on this screen")),
            (word!("plain"), word!("they are not: + - | and letters alone")),
        ];
        let form = Form::new(76, word!("Enter shows what would be written; Esc asks no more"))
            .says(
                "what",
                word!("You are here for the first time. Three questions, and nothing is written yet."),
            )
            .line("name", word!("1 Your name:"), &first.login)
            .choice("hub", word!("2 Your hub:"), hubs, 0)
            .line("address", word!("Its address:"), "")
            .hint("https://hub.example.com")
            .choice("theme", word!("3 Colours:"), first.themes.clone(), 0)
            .choice("lines", word!("Lines:"), lines, 0);
        let mut guide = Guide { first, form };
        guide.hide();
        guide
    }

    fn hide(&mut self) {
        let team = self.form.chosen("hub") == TEAM;
        self.form.show("address", team);
    }

    /// The settings as a file has them; `None` without an address that is wanted.
    fn settings(&self) -> Option<String> {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut lines = Vec::new();
        if let Some(name) = self
            .form
            .clean("name")
            .filter(|name| name.as_str() != self.first.login)
        {
            lines.push(say!("name = {quoted}", quoted = quoted(&name)));
        }
        if self.form.chosen("hub") == TEAM {
            let address = self.form.clean("address")?;
            let known = ["https://", "http://", "unix:"];
            let known = known.iter().any(|begins| {
                let rest = address.strip_prefix(begins);
                rest.is_some_and(|rest| !rest.is_empty())
            });
            if !known {
                return None;
            }
            lines.push(say!("hub = {quoted}", quoted = quoted(&address)));
        }
        lines.push(say!(
            "theme = {quoted}",
            quoted = quoted(&self.form.value("theme"))
        ));
        if self.form.chosen("lines") == PLAIN {
            lines.push(word!("ascii = true").to_owned());
        }
        Some(lines.join("\n") + "\n")
    }
}

impl Formed for Guide {
    fn title(&self, _stage: &Stage) -> String {
        word!("Welcome to warroom").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn changed(&mut self, _stage: &Stage) {
        self.hide();
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        match self.settings() {
            Some(text) => vec![Ask::open(Confirm::configure(&self.first.file, text))],
            None => {
                self.form.go("address");
                let say = word!("Where is the hub? Write https://hub.example.com, or unix: and a path.");
                vec![Ask::Say(say.to_owned(), Tone::Plain)]
            }
        }
    }
}
