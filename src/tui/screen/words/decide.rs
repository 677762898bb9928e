//! One text that waits for a word: what is new in it, where it differs from what was told, yes or back.

use super::{gone, has_the_word};
use crate::domain::command::Command;
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::messages::{ApproveMessage, Audience, Change, RejectDraft};
use crate::domain::redline::{Piece, redline};
use crate::domain::speech::{mark, said, say, word};
use crate::domain::voice::{Saying, differences};
use crate::domain::words::{Told, missing};
use crate::tui::drafts::Draft;
use crate::tui::screen::Ask;
use crate::tui::screen::formed::Formed;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::{Form, Remark};

const APPROVE: &str = mark!("approve");
const SEND_BACK: &str = mark!("send back");

/// Differences shown at most; the rest are counted.
const SHOWN: usize = 4;

#[derive(Debug)]
pub struct DecideForm {
    text: Seq,
    form: Form,
}

impl DecideForm {
    pub fn new(stage: &Stage, text: Seq) -> Self {
        let incident = stage.incident();
        let shown = incident.and_then(|incident| shown(incident, text));
        let change = incident.zip(shown.as_ref()).map(|(incident, shown)| {
            let post = incident.posts.iter().find(|post| post.seq == text);
            post.map_or_else(
                || incident.change_by_phase(shown.audience, shown.phase),
                |post| post.change,
            )
        });
        let changed = incident
            .zip(shown.as_ref())
            .map(|(incident, shown)| news(incident, shown));
        let mut form = Form::new(76, word!("Enter gives your word"))
            .says("news", changed.as_deref().unwrap_or_default())
            .choice("answer", word!("Your word:"), [said(APPROVE), said(SEND_BACK)], 0)
            .choice(
                "change",
                word!("It changes:"),
                [word!("the wording"), word!("the meaning: tell again")],
                usize::from(change == Some(Change::Meaning)),
            )
            .line("reason", word!("Because:"), "")
            .restored(stage.draft(&draft(text)));
        form.must_choose("answer");
        let mut decide = DecideForm { text, form };
        decide.changed(stage);
        decide
    }

    fn approving(&self) -> bool {
        self.form.value("answer") == said(APPROVE)
    }
}

fn draft(text: Seq) -> Draft {
    Draft::new("your word", text.to_string())
}

/// The draft or the live text, as something told.
fn shown(incident: &Incident, seq: Seq) -> Option<Told<'_>> {
    if let Some(draft) = incident.messages.draft(seq) {
        return Some(Told {
            seq,
            audience: draft.audience,
            phase: draft.phase,
            text: &draft.text,
            number: None,
            next_update: draft.next_update,
            at: draft.at,
            by: &draft.by,
            approved: false,
        });
    }
    incident.texts().into_iter().find(|text| text.seq == seq)
}

/// The text against the one that is live, with a mark at what went and what came: words, not colour alone.
fn news(incident: &Incident, shown: &Told) -> String {
    // A draft stands against what is live now, a text that is live against the one before it.
    let before = incident.texts().into_iter().rfind(|text| {
        let earlier = shown.number.is_none() || text.seq < shown.seq;
        text.audience == shown.audience && text.seq != shown.seq && earlier
    });
    let Some(before) = before else {
        return say!("The first text for it, all new:\n{shown}", shown = &**shown.text);
    };
    let mut lines = say!(
        "Against {before}, [-gone-] and [+new+]:\n",
        before = before.name()
    );
    for piece in redline(before.text, shown.text) {
        lines += &match piece {
            Piece::Same(words) => format!("{words} "),
            Piece::Gone(words) => format!("[-{words}-] "),
            Piece::New(words) => format!("[+{words}+] "),
        };
    }
    lines.trim_end().to_owned()
}

/// What the one-voice check and the required slots say of it.
fn remarks(stage: &Stage, incident: &Incident, seq: Seq) -> Vec<Remark> {
    let Some(shown) = shown(incident, seq) else {
        return Vec::new();
    };
    let mut remarks = Vec::new();
    if let Some(missing) = unsaid(incident, seq) {
        remarks.push(Remark::red(say!(
            "it does not say {missing}. Send it back, or say why it goes out like this",
            missing
        )));
    }
    let saying = Saying {
        audience: shown.audience,
        phase: shown.phase,
        text: shown.text,
        next_update: shown.next_update,
        live: incident.messages.draft(seq).is_none().then_some(seq),
    };
    // What is live was said when it went live: its times count from then.
    let at = saying.live.map_or(stage.now, |_| shown.at);
    let found = differences(incident, &saying, at);
    remarks.extend(
        found
            .iter()
            .take(SHOWN)
            .map(|difference| Remark::amber(difference.to_string())),
    );
    if found.len() > SHOWN {
        remarks.push(Remark::amber(say!(
            "and {found} more differences",
            found = found.len() - SHOWN
        )));
    }
    remarks
}

/// The empty slots of a page draft, in words.
fn unsaid(incident: &Incident, seq: Seq) -> Option<String> {
    let draft = incident
        .messages
        .draft(seq)
        .filter(|draft| draft.audience == Audience::Page)?;
    let missing = missing(draft.phase, &draft.slots, draft.next_update.is_some());
    Some(missing.join("; ")).filter(|missing| !missing.is_empty())
}

impl Formed for DecideForm {
    fn title(&self, stage: &Stage) -> String {
        let shown = stage.incident().and_then(|incident| shown(incident, self.text));
        match shown {
            Some(text) if text.number.is_some() => {
                say!(
                    "{text}, live without approval, by {by}",
                    text = text.name(),
                    by = text.by
                )
            }
            Some(text) => say!(
                "{audience} ({phase}), drafted by {by}",
                audience = text.audience,
                phase = text.phase.as_str(),
                by = text.by
            ),
            None => word!("A text").to_owned(),
        }
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.text))
    }

    fn changed(&mut self, stage: &Stage) {
        let Some(incident) = stage.incident() else { return };
        let approving = self.approving();
        let incomplete = unsaid(incident, self.text).is_some();
        self.form.show("change", approving);
        self.form.show("reason", !approving || incomplete);
        let told = match has_the_word(stage, incident) {
            true => remarks(stage, incident, self.text),
            false => {
                let word = Remark::amber(word!(
                    "it waits for the commander or the deputy; you may withdraw your own"
                ));
                [word]
                    .into_iter()
                    .chain(remarks(stage, incident, self.text))
                    .collect()
            }
        };
        self.form.tell(told);
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let Some(incident) = stage
            .incident()
            .filter(|incident| shown(incident, self.text).is_some())
        else {
            return gone();
        };
        let reason = self.form.clean("reason");
        if reason.is_none() && (!self.approving() || unsaid(incident, self.text).is_some()) {
            self.form.go("reason");
            let say = match self.approving() {
                true => word!("Something it must say is missing: say why it goes out like this."),
                false => word!("Say in a few words what is to be changed."),
            };
            return vec![Ask::Say(say.to_owned(), Tone::Plain)];
        }
        let command = match self.approving() {
            true => Command::ApproveMessage(ApproveMessage {
                draft: self.text,
                change: Some(match self.form.chosen("change") {
                    0 => Change::Wording,
                    _ => Change::Meaning,
                }),
                despite: reason.filter(|_| unsaid(incident, self.text).is_some()),
            }),
            false => Command::RejectDraft(RejectDraft {
                draft: self.text,
                reason: reason.unwrap_or_default(),
            }),
        };
        vec![Ask::Submit(command, None), Ask::Close]
    }
}
