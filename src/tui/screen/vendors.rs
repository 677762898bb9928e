//! The vendors that the hub reads and writes: what of ours they did not take, and how each is doing.

use super::Ask;
use super::Panel;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::dispatches::{Dispatch, DispatchKey, SettleDispatch, Settling};
use crate::domain::ids::SinkName;
use crate::domain::speech::{mark, said, say, word};
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::effect::Effect;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::form::Form;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::when::{self, Count};
use crate::wire::VendorLine;
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

const WIDTH: u16 = 100;

/// A row of the list.
#[derive(Clone, Debug, PartialEq)]
enum Which {
    /// Somebody has to decide on it.
    Waits(DispatchKey),
    Vendor(SinkName),
}

#[derive(Debug, Default)]
pub struct Vendors {
    pick: Pick<Which>,
}

/// Opens it, and asks the hub how they do now.
pub fn open() -> Vec<Ask> {
    vec![Ask::Effect(Effect::FetchVendors), Ask::open(Vendors::default())]
}

/// What waits for somebody first, in every incident that is not closed.
fn items(stage: &Stage) -> Vec<Item<Which>> {
    let waits = waiting(stage).map(|dispatch| Item {
        role: Role::Overdue,
        details: dispatch.why().map(ToString::to_string).unwrap_or_default(),
        ..Item::new(
            Which::Waits(dispatch.key.clone()),
            [
                word!("WAITS FOR YOU").to_owned(),
                dispatch.key.sink.to_string(),
                dispatch.of.to_string(),
            ],
        )
    });
    let vendors = stage.vendors.iter().flatten().flatten();
    waits.chain(vendors.map(|link| row(link, stage))).collect()
}

fn waiting(stage: &Stage) -> impl Iterator<Item = &Dispatch> {
    let open = stage.picture().open().into_iter();
    open.flat_map(|incident| incident.dispatches.waiting())
}

fn row(link: &VendorLine, stage: &Stage) -> Item<Which> {
    let (state, role) = match (&link.last_error, link.last_success) {
        (Some(_), _) => (word!("FAILS"), Role::Overdue),
        (None, Some(_)) => (word!("works"), Role::Done),
        (None, None) => (word!("not asked yet"), Role::Plain),
    };
    let last = match link.last_success {
        Some(at) => say!("worked {age} ago", age = when::age(at, stage.now)),
        None => String::new(),
    };
    let queue = match link.queue {
        0 => String::new(),
        count => say!("{count} on the way", count),
    };
    let mut details: Vec<String> = Vec::new();
    if let Some(error) = &link.last_error {
        details.push(error.to_string());
    }
    if let Some(next) = link.next_try.filter(|next| *next > stage.now) {
        details.push(say!(
            "it is asked again {until}",
            until = when::until(next, stage.now, Count::Seconds)
        ));
    }
    details.extend(
        link.faults
            .iter()
            .map(|fault| say!("cannot be used: {fault}", fault)),
    );
    Item {
        role,
        details: details.join("; "),
        ..Item::new(
            Which::Vendor(link.name.clone()),
            [
                state.to_owned(),
                link.name.to_string(),
                link.kind.to_string(),
                last,
                queue,
            ],
        )
    }
}

impl Panel for Vendors {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = match waiting(stage).count() {
            0 => word!("Vendors").to_owned(),
            1 => word!("Vendors: 1 thing waits for somebody").to_owned(),
            several => say!("Vendors: {several} things wait for somebody", several),
        };
        self.pick.frame(title, WIDTH, stage.width, &items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match self.pick.key(key, &items(stage)) {
            Picked::Close => vec![Ask::Close],
            Picked::One(Which::Waits(key)) => {
                let found = waiting(stage).find(|dispatch| dispatch.key == key);
                found
                    .map(|dispatch| Ask::open(SettleVendor::new(dispatch, stage)))
                    .into_iter()
                    .collect()
            }
            Picked::One(Which::Vendor(_)) | Picked::Nothing => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let items = items(stage);
        let hint = match self.pick.selected(&items).map(|item| &item.key) {
            Some(Which::Waits(_)) => word!("Enter = say what becomes of it    Esc closes"),
            Some(Which::Vendor(_)) | None => word!("Esc closes"),
        };
        let empty = match &stage.vendors {
            None => word!("Asking the hub ...").to_owned(),
            Some(Err(why)) => why.clone(),
            Some(Ok(_)) => word!("No vendor is set up at the hub; README.md says how.").to_owned(),
        };
        self.pick.draw(canvas, area, &items, &empty, hint);
    }
}

/// What becomes of one thing that a vendor did not take, or may have.
#[derive(Debug)]
pub struct SettleVendor {
    key: DispatchKey,
    form: Form,
}

const CHOICES: [(&str, Settling); 3] = [
    (
        mark!("send it again: it is mended, or it is not there"),
        Settling::Again,
    ),
    (mark!("it is there, by hand or after all"), Settling::ByHand),
    (mark!("it need not go there"), Settling::Dropped),
];

impl SettleVendor {
    fn new(dispatch: &Dispatch, stage: &Stage) -> Self {
        let why = dispatch.why().map(ToString::to_string).unwrap_or_default();
        let says = say!(
            "{of} at {sink}: {why}",
            of = dispatch.of,
            sink = dispatch.key.sink,
            why
        );
        let names = CHOICES.iter().map(|(name, _)| said(name).to_owned());
        let form = Form::new(76, word!("Enter records it"))
            .says("what", &says)
            .choice("how", word!("Then:"), names, 0)
            .line("reason", word!("Why:"), "")
            .restored(stage.draft(&draft(&dispatch.key)));
        SettleVendor {
            key: dispatch.key.clone(),
            form,
        }
    }
}

fn draft(key: &DispatchKey) -> Draft {
    Draft::new("settle at a vendor", key.to_string())
}

impl Formed for SettleVendor {
    fn title(&self, _stage: &Stage) -> String {
        word!("What becomes of it?").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(&self.key))
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let Some(reason) = self.form.clean("reason") else {
            let say = word!("Say why, so that whoever comes later understands it.");
            return vec![Ask::Say(say.to_owned(), Tone::Plain)];
        };
        let how = CHOICES
            .get(self.form.chosen("how"))
            .map_or(Settling::Again, |(_, how)| *how);
        let settle = SettleDispatch {
            dispatch: self.key.clone(),
            how,
            reason,
        };
        vec![Ask::Submit(Command::SettleDispatch(settle), None), Ask::Close]
    }
}
