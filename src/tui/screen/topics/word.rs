//! One line said of a topic: what helps, that it is done, who sees to it.

use crate::domain::command::Command;
use crate::domain::ids::{Name, Seq};
use crate::domain::speech::{say, word};
use crate::domain::text::Clean;
use crate::domain::topic_list::Listed;
use crate::domain::topics::{AnswerTopic, CrossOffTopic, OwnTopic};
use crate::tui::drafts::Draft;
use crate::tui::screen::Ask;
use crate::tui::screen::formed::Formed;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Helps,
    Done,
    Owner,
}

#[derive(Debug)]
pub struct WordForm {
    topic: Seq,
    name: Clean,
    said: Said,
    form: Form,
}

impl Said {
    fn key(self) -> &'static str {
        match self {
            Said::Helps => word!("topic helps"),
            Said::Done => word!("topic done"),
            Said::Owner => word!("topic owner"),
        }
    }
}

impl WordForm {
    pub fn new(stage: &Stage, one: &Listed, said: Said) -> Self {
        let form = match said {
            Said::Helps => Form::new(76, word!("Enter puts it where callers see the topic"))
                .says(
                    "what",
                    word!("Everyone who calls sees it; say only what may be told to customers."),
                )
                .line(
                    "text",
                    word!("What helps:"),
                    one.workaround.as_deref().unwrap_or_default(),
                )
                .hint(word!("use the other export, under Reports")),
            Said::Done => Form::new(76, word!("Enter crosses it off"))
                .says("what", &who_is_told(one))
                .line("text", word!("They are told:"), "")
                .hint(word!("exports work again")),
            Said::Owner => Form::new(76, word!("Enter gives it to them"))
                .line("text", word!("Who sees to it:"), "")
                .hint(word!("a name")),
        };
        WordForm {
            topic: one.topic,
            name: one.name.clone(),
            said,
            form: form.restored(stage.draft(&draft(said, one.topic))),
        }
    }
}

fn who_is_told(one: &Listed) -> String {
    let them = super::raised_by(one).unwrap_or_else(|| word!("No account of ours raised it.").to_owned());
    match one.accounts {
        0 => them,
        1 => say!(
            "{them} They get a call or a mail within 24 hours; it is owed until then.",
            them
        ),
        _ => say!(
            "{them} Each gets a call or a mail within 24 hours; it is owed until then.",
            them
        ),
    }
}

fn draft(said: Said, topic: Seq) -> Draft {
    Draft::new(said.key(), topic.to_string())
}

impl Formed for WordForm {
    fn title(&self, _stage: &Stage) -> String {
        match self.said {
            Said::Helps => say!("{name}: what helps until it is mended?", name = self.name),
            Said::Done => say!("{name}: is it done?", name = self.name),
            Said::Owner => say!("{name}: who sees to it?", name = self.name),
        }
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.said, self.topic))
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let Some(text) = self.form.clean("text") else {
            let say = match self.said {
                Said::Helps => word!("Write what helps first."),
                Said::Done => word!("Write what they are told first."),
                Said::Owner => word!("Write a name first."),
            };
            return vec![Ask::Say(say.to_owned(), Tone::Plain)];
        };
        let topic = self.topic;
        let command = match self.said {
            Said::Helps => Command::AnswerTopic(AnswerTopic {
                topic,
                workaround: text,
            }),
            Said::Done => Command::CrossOffTopic(CrossOffTopic { topic, how: text }),
            Said::Owner => Command::OwnTopic(OwnTopic {
                topic,
                owner: Some(Name(text)),
            }),
        };
        vec![
            Ask::Submit(command, None),
            Ask::Say(say!("{name}: asking the hub ...", name = self.name), Tone::Asking),
            Ask::Close,
        ]
    }
}
