//! Alerts of this incident and of the inbox: which one belongs elsewhere, and where.

use super::{Ask, Panel};
use crate::domain::alerts::Alert;
use crate::domain::command::Command;
use crate::domain::ids::{AlertKey, IncidentId};
use crate::domain::merging::{MoveAlert, Place};
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::when;
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

const WIDTH: u16 = 76;

/// First the alert is picked, then the place.
#[derive(Debug, Default)]
pub struct Alerts {
    pick: Pick<AlertKey>,
}

#[derive(Debug)]
struct Places {
    alert: AlertKey,
    title: String,
    from: Place,
    pick: Pick<IncidentKey>,
}

/// `None`: the inbox.
type IncidentKey = Option<IncidentId>;

/// Those of this incident, then those that wait in the inbox; firing ones first.
fn alerts(stage: &Stage) -> Vec<&Alert> {
    let here = stage.incident().map(|incident| incident.id);
    let concerned = |alert: &&Alert| alert.incident == here || (alert.incident.is_none() && alert.firing);
    let mut alerts: Vec<&Alert> = stage.picture().alerts.values().filter(concerned).collect();
    alerts.sort_by_key(|alert| (alert.incident.is_none(), !alert.firing, alert.key()));
    alerts
}

fn items(stage: &Stage) -> Vec<Item<AlertKey>> {
    let item = |alert: &Alert| {
        let since = when::lasted(alert.sighting.started_at, stage.now);
        let state = match (alert.firing, alert.suppressed()) {
            (true, false) => say!("firing {since}", since),
            (true, true) => say!("suppressed {since}", since),
            (false, _) => word!("cleared").to_owned(),
        };
        let columns = [
            Place::from(alert.incident).to_string(),
            state,
            alert.sighting.title.to_string(),
        ];
        let mut item = Item::new(alert.key(), columns);
        item.details = alert.key().to_string();
        item
    };
    alerts(stage).into_iter().map(item).collect()
}

impl Panel for Alerts {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let items = items(stage);
        self.pick.frame(
            word!("Which alert belongs elsewhere?"),
            WIDTH,
            stage.width,
            &items,
        )
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match self.pick.key(key, &items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(alert) => match stage.picture().alerts.get(&alert) {
                None => Vec::new(),
                Some(known) => {
                    let places = Places {
                        title: known.sighting.title.to_string(),
                        from: known.incident.into(),
                        alert,
                        pick: Pick::default(),
                    };
                    vec![Ask::Close, Ask::open(places)]
                }
            },
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let empty = word!("No alert belongs to this incident, and none waits in the inbox.");
        let hint = word!("Enter: then where it belongs");
        self.pick.draw(canvas, area, &items(stage), empty, hint);
    }
}

impl Places {
    /// Every other incident that is not closed, and the inbox.
    fn items(&self, stage: &Stage) -> Vec<Item<IncidentKey>> {
        let open = stage.picture().open().into_iter().map(|incident| {
            let columns = [
                incident.id.to_string(),
                incident.severity.as_str().to_uppercase(),
                incident.title.to_string(),
            ];
            Item::new(Some(incident.id), columns)
        });
        let inbox = [word!("inbox"), "", word!("of no incident; it waits there")].map(str::to_owned);
        open.chain([Item::new(None, inbox)])
            .filter(|item| Place::from(item.key) != self.from)
            .collect()
    }
}

impl Panel for Places {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = say!("Where does {title} belong?", title = self.title);
        self.pick.frame(title, WIDTH, stage.width, &self.items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match self.pick.key(key, &self.items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(to) => {
                let to = Place::from(to);
                let moved = MoveAlert {
                    alert: self.alert.clone(),
                    to,
                };
                let said = say!("{title} to {to}: asking the hub ...", title = self.title, to);
                vec![
                    Ask::Submit(Command::MoveAlert(moved), None),
                    Ask::Say(said, Tone::Plain),
                    Ask::Close,
                ]
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let items = self.items(stage);
        self.pick
            .draw(canvas, area, &items, "", word!("Enter moves it there"));
    }
}
