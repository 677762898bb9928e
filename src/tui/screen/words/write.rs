//! Writing a text: for the page from the playbook's draft and the record, for the others from what is live.

use super::has_the_word;
use crate::domain::command::Command;
use crate::domain::compose::{Filled, beginning, compose, filled};
use crate::domain::messages::{Audience, DraftMessage, Phase, RecordPost};
use crate::domain::playbook::slots::slots;
use crate::domain::speech::{mark, said, say, word};
use crate::domain::text::CleanText;
use crate::domain::voice::{Saying, differences};
use crate::domain::words::missing;
use crate::tui::drafts::Draft;
use crate::tui::screen::Ask;
use crate::tui::screen::formed::Formed;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::{Form, Remark};

/// Remarks shown at most: the rows that are typed into stay in view.
const SHOWN: usize = 3;

#[derive(Debug)]
pub struct WriteForm {
    audience: Audience,
    form: Form,
    /// The phase the rows were last made for.
    phase: Phase,
    /// The text as it was last put together; once it was edited by hand it is left alone.
    composed: String,
}

impl WriteForm {
    pub fn new(stage: &Stage, audience: Audience, phase: Phase) -> Self {
        let at = Phase::TOLD.iter().position(|told| *told == phase).unwrap_or(0);
        let mut form = Form::new(96, word!("Enter puts it forward")).choice(
            "phase",
            word!("Phase:"),
            Phase::TOLD.map(Phase::as_str),
            at,
        );
        if audience == Audience::Page {
            for (name, label) in SLOTS {
                form = form.line(name, said(label), "");
            }
        }
        form = form.text("text", word!("Text:"), "", 5);
        if audience == Audience::Page {
            form = form.choice(
                "then",
                word!("It is:"),
                [
                    word!("a draft, to be approved"),
                    word!("live on the page already"),
                ],
                0,
            );
        }
        let mut write = WriteForm {
            audience,
            form,
            phase,
            composed: String::new(),
        };
        write.begin(stage);
        write.form = std::mem::replace(&mut write.form, Form::new(0, "")).restored(stage.draft(&write.key()));
        write.changed(stage);
        write
    }

    fn key(&self) -> Draft {
        Draft::new("words", self.audience.as_str())
    }

    fn chosen_phase(&self) -> Phase {
        Phase::TOLD[self.form.chosen("phase").min(Phase::TOLD.len() - 1)]
    }

    /// The rows of its phase, with what the record knows in those that are empty.
    fn begin(&mut self, stage: &Stage) {
        let Some(incident) = stage.incident() else { return };
        if self.audience != Audience::Page {
            self.composed = beginning(incident, self.audience).to_string();
            self.form.set("text", &self.composed.clone());
            return;
        }
        let known = filled(incident, self.phase, stage.now, &stage.setting.zone);
        for (name, _) in SLOTS {
            let asked = slots(self.phase).iter().any(|(slot, _)| slot == name);
            self.form.show(name, asked);
            // A time of the phase before says nothing of this one.
            let timed = matches!(*name, "next_update" | "report" | "remedy");
            if asked && (self.form.is_empty(name) || timed) {
                self.form
                    .set(name, known.get(*name).map_or("", |text| text.as_str()));
            }
        }
        self.compose(stage);
    }

    fn filled(&self) -> Filled {
        let asked = slots(self.phase).iter();
        let filled = asked.filter_map(|(name, _)| {
            let text = self.form.clean(name)?;
            Some(((*name).into(), text.into()))
        });
        filled.collect()
    }

    /// Puts the text together anew, unless somebody has edited it.
    fn compose(&mut self, stage: &Stage) {
        let Some(incident) = stage.incident() else { return };
        if !self.form.is_empty("text") && self.form.lines("text").trim() != self.composed.trim() {
            return;
        }
        let text = compose(incident, self.phase, &self.filled());
        self.composed = text.to_string();
        self.form.set("text", &self.composed.clone());
    }

    fn remarks(&self, stage: &Stage) -> Vec<Remark> {
        let Some(incident) = stage.incident() else {
            return Vec::new();
        };
        let mut remarks = Vec::new();
        let text = self.form.lines("text");
        let empty = match self.audience {
            Audience::Page => missing(self.phase, &self.filled(), false).len(),
            _ => 0,
        };
        if empty > 0 {
            let rows = if empty == 1 {
                word!("row is")
            } else {
                word!("rows are")
            };
            remarks.push(Remark::amber(say!(
                "{empty} {rows} empty; approval will ask why",
                empty,
                rows
            )));
        }
        let saying = Saying {
            audience: self.audience,
            phase: self.phase,
            text: &text,
            next_update: None,
            live: None,
        };
        let found = differences(incident, &saying, stage.now);
        let room = SHOWN - remarks.len();
        remarks.extend(
            found
                .iter()
                .take(room)
                .map(|difference| Remark::amber(difference.to_string())),
        );
        if found.len() > room {
            remarks.push(Remark::amber(say!(
                "and {found} more differences",
                found = found.len() - room
            )));
        }
        remarks
    }

    fn command(&self, text: CleanText) -> Command {
        if self.audience == Audience::Page && self.form.chosen("then") == 1 {
            return Command::RecordPost(RecordPost {
                phase: Some(self.phase),
                text: Some(text),
                place: None,
                draft: None,
                change: None,
            });
        }
        Command::DraftMessage(DraftMessage {
            audience: self.audience,
            phase: self.phase,
            text,
            slots: if self.audience == Audience::Page {
                self.filled()
            } else {
                Filled::new()
            },
            next_update: None,
            replaces: None,
        })
    }
}

/// Every slot of every phase, with the label of its row.
const SLOTS: &[(&str, &str)] = &[
    ("started", mark!("Since:")),
    ("noticed", mark!("What was noticed:")),
    ("services", mark!("Services:")),
    ("effect", mark!("What customers feel:")),
    ("advice", mark!("Do now:")),
    ("follow", mark!("Where to follow:")),
    ("suspected", mark!("The part at fault:")),
    ("remedy", mark!("Remedy, since when:")),
    ("length", mark!("How long, if known:")),
    ("seen", mark!("Effect so far:")),
    ("recognise", mark!("How to recognise it:")),
    ("severity", mark!("How bad it is:")),
    ("still_broken", mark!("Still broken if:")),
    ("then_do", mark!("Then do:")),
    ("say", mark!("Tell your customers:")),
    ("workaround", mark!("Workaround:")),
    ("confirmed", mark!("Works since, checked:")),
    ("data", mark!("Data lost or seen:")),
    ("leftovers", mark!("Report leftovers:")),
    ("report", mark!("The report comes:")),
    ("speaker", mark!("Who speaks for us:")),
    ("next_update", mark!("Next update by:")),
];

impl Formed for WriteForm {
    fn title(&self, stage: &Stage) -> String {
        let last = stage
            .incident()
            .and_then(|incident| incident.live_for(self.audience));
        match last {
            Some(last) => say!(
                "A new text: {audience} (live: {last})",
                audience = self.audience,
                last = last.name()
            ),
            None => say!("The first text: {audience}", audience = self.audience),
        }
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(self.key())
    }

    fn changed(&mut self, stage: &Stage) {
        let phase = self.chosen_phase();
        if phase != self.phase {
            self.phase = phase;
            self.begin(stage);
        } else if self.audience == Audience::Page && self.form.focused() != "text" {
            self.compose(stage);
        }
        let remarks = self.remarks(stage);
        self.form.tell(remarks);
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let text = self.form.lines("text");
        if text.trim().is_empty() {
            self.form.go("text");
            return vec![Ask::Say(word!("The text is empty.").to_owned(), Tone::Plain)];
        }
        let heads = stage
            .incident()
            .is_some_and(|incident| has_the_word(stage, incident));
        let command = self.command(text);
        let said = match (&command, heads) {
            (Command::DraftMessage(_), true) => word!("Put forward; it waits for your word: y."),
            (Command::DraftMessage(_), false) => word!("Put forward; it waits for approval."),
            (_, _) => word!("Recorded as live on the page."),
        };
        vec![
            Ask::Submit(command, None),
            Ask::Say(said.to_owned(), Tone::Plain),
            Ask::Close,
        ]
    }
}
