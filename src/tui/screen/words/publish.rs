//! An approved page text, and where it was published.

use super::gone;
use crate::domain::command::Command;
use crate::domain::ids::Seq;
use crate::domain::messages::RecordPost;
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::screen::Ask;
use crate::tui::screen::formed::Formed;
use crate::tui::stage::Stage;
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct PublishForm {
    draft: Seq,
    form: Form,
}

impl PublishForm {
    pub fn new(stage: &Stage, draft: Seq) -> Self {
        let incident = stage.incident();
        let text = incident.and_then(|incident| incident.messages.draft(draft));
        let text = text.map_or_else(String::new, |draft| draft.text.to_string());
        let last = incident.and_then(|incident| incident.live_post()?.place.clone());
        let place = last.map_or(word!("status page").to_owned(), |place| place.to_string());
        let form = Form::new(76, word!("Enter records that it is live there"))
            .says("text", &text)
            .says(
                "how",
                word!("Put these words on the public page first; here it is recorded."),
            )
            .line("place", word!("Published where:"), &place)
            .restored(stage.draft(&draft_of(draft)));
        PublishForm { draft, form }
    }
}

fn draft_of(text: Seq) -> Draft {
    Draft::new("publish", text.to_string())
}

impl Formed for PublishForm {
    fn title(&self, stage: &Stage) -> String {
        let draft = stage
            .incident()
            .and_then(|incident| incident.messages.draft(self.draft));
        let phase = draft.map_or("", |draft| draft.phase.as_str());
        say!("Publish the approved page text ({phase})", phase)
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft_of(self.draft))
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let draft = stage
            .incident()
            .and_then(|incident| incident.messages.draft(self.draft));
        if draft.is_none_or(|draft| draft.number.is_some()) {
            return gone();
        }
        let post = RecordPost {
            phase: None,
            text: None,
            place: self.form.clean("place"),
            draft: Some(self.draft),
            change: None,
        };
        vec![Ask::Submit(Command::RecordPost(post), None), Ask::Close]
    }
}
