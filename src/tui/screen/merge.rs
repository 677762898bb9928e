//! Letting this incident go on in another: which one, and why.

use super::formed::Formed;
use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::ids::IncidentId;
use crate::domain::incident::Incident;
use crate::domain::merging::MergeIncident;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::{Form, Remark};
use crate::tui::widget::pick::{Item, Pick, Picked};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

const WIDTH: u16 = 76;

#[derive(Debug, Default)]
pub struct Merge {
    pick: Pick<IncidentId>,
}

/// The others that are not closed.
fn items(stage: &Stage) -> Vec<Item<IncidentId>> {
    let here = stage.incident().map(|incident| incident.id);
    let others = stage.picture().open().into_iter();
    let others = others.filter(|incident| Some(incident.id) != here);
    others
        .map(|incident| {
            let columns = [
                incident.id.to_string(),
                incident.severity.as_str().to_uppercase(),
                incident.internal.as_str().to_owned(),
                incident.title.to_string(),
            ];
            Item::new(incident.id, columns)
        })
        .collect()
}

impl Panel for Merge {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let id = stage.incident().map(|incident| incident.id.to_string());
        let title = say!("In which incident does {id} go on?", id = id.unwrap_or_default());
        self.pick.frame(title, WIDTH, stage.width, &items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match self.pick.key(key, &items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(into) => match MergeForm::new(stage, into) {
                Some(form) => vec![Ask::Close, Ask::open(form)],
                None => vec![Ask::Close],
            },
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let empty = word!("No other incident is open.");
        let hint = word!("Enter: then what goes along");
        self.pick.draw(canvas, area, &items(stage), empty, hint);
    }
}

/// What goes along, and the reason.
#[derive(Debug)]
struct MergeForm {
    into: IncidentId,
    form: Form,
}

impl MergeForm {
    fn new(stage: &Stage, into: IncidentId) -> Option<Self> {
        let from = stage.incident()?;
        let target = stage.picture().incident(into)?;
        let mut form = Form::new(
            WIDTH,
            &say!("Enter merges {from} into {into}", from = from.id, into),
        )
        .says("what", &goes_along(from, target))
        .line("reason", word!("Reason:"), "")
        .restored(stage.draft(&draft(into)));
        if from.severity < target.severity {
            let raised = say!(
                "{into} becomes {severity}, as bad as {from} is.",
                into,
                severity = from.severity.as_str().to_uppercase(),
                from = from.id
            );
            form.tell(vec![Remark::amber(raised)]);
        }
        Some(MergeForm { into, form })
    }
}

fn goes_along(from: &Incident, into: &Incident) -> String {
    let calls: usize = from.rows.values().map(|row| row.standing().count()).sum();
    say!(
        "{from} {title} closes. Its {rows} accounts with {calls} calls, its {owed_promises} promises, notes and alerts go on in {into} {title2}, whose T0, \
         playbook and commander stay. This cannot be taken back.",
        from = from.id,
        title = from.title,
        rows = from.rows.len(),
        calls,
        owed_promises = from.owed_promises().count(),
        into = into.id,
        title2 = into.title
    )
}

fn draft(into: IncidentId) -> Draft {
    Draft::new("merge", into.to_string())
}

impl Formed for MergeForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("Merge this incident into another?").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.into))
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let merge = MergeIncident {
            into: self.into,
            reason: self.form.clean("reason"),
        };
        vec![
            Ask::Submit(Command::MergeIncident(merge), None),
            Ask::Say(word!("Merging: asking the hub ...").to_owned(), Tone::Asking),
            Ask::Close,
        ]
    }
}
