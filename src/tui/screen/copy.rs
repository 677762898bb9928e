//! What can be copied: numbers, an account's line, approved words. It is handed to the terminal, and stays to be read.

use super::whom::whom;
use super::{Ask, Panel};
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::incident::Incident;
use crate::domain::messages::Audience;
use crate::domain::outreach::Row;
use crate::domain::speech::{say, word};
use crate::domain::text::CleanText;
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::{self, fit, when};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

const WIDTH: u16 = 78;
/// Lines of the text that is to be copied, at most.
const TEXT: u16 = 12;
/// People whose numbers are offered.
const PEOPLE: usize = 4;
/// The longest text in bytes: terminals take about 75,000 letters of base64, four for three bytes.
const LONGEST: usize = 56_000;

#[derive(Debug)]
pub struct Copy {
    /// What is under the cursor of the room.
    account: Option<AccountId>,
    pick: Pick<Which>,
}

/// What a text is, whatever it is called: two people at an account may have one name.
#[derive(Clone, Debug, PartialEq)]
enum Which {
    Of(ContactId, &'static str),
    Named(String),
}

/// Something that can be copied, and what it is called.
struct Text {
    which: Which,
    name: String,
    text: CleanText,
}

/// Opens it, and asks for the numbers of the account if they are not here yet.
pub fn open(stage: &Stage, account: Option<AccountId>) -> Vec<Ask> {
    let unknown = account
        .iter()
        .filter(|id| !stage.cards.contains_key(*id) && !stage.masked);
    let fetch: Vec<Ask> = unknown
        .map(|id| Ask::Effect(Effect::FetchCard(id.clone())))
        .collect();
    let panel = Copy {
        account,
        pick: Pick::default(),
    };
    fetch.into_iter().chain([Ask::open(panel)]).collect()
}

/// Everything that can be copied now: of the account first, then of the incident.
fn texts(stage: &Stage, account: Option<&AccountId>) -> Vec<Text> {
    let mut texts = Vec::new();
    if let Some(incident) = stage.incident() {
        let row = account.and_then(|id| incident.rows.get(id));
        if let Some(row) = row {
            numbers(&mut texts, stage, incident, row);
            texts.push(text(say!("{row}: its line", row = row.name()), line(stage, row)));
        }
        words(&mut texts, incident);
        texts.push(text(
            word!("the incident in one line"),
            in_one_line(stage, incident),
        ));
    }
    if let Some(join) = &stage.setting.join {
        texts.push(text(word!("how a second terminal joins"), join.clone()));
    }
    texts
}

fn text(name: impl Into<String>, text: impl Into<String>) -> Text {
    let name = name.into();
    Text {
        which: Which::Named(name.clone()),
        name,
        text: CleanText::from(text.into()),
    }
}

/// Numbers and addresses of those who may be called, whom to call first first; nothing while they are hidden.
fn numbers(texts: &mut Vec<Text>, stage: &Stage, incident: &Incident, row: &Row) {
    let Some(Ok(card)) = stage.cards.get(row.id()).filter(|_| !stage.masked) else {
        return;
    };
    for person in whom(card, incident, row, stage.now).into_iter().take(PEOPLE) {
        let contact = person.contact;
        let known = [
            (word!("number"), &contact.phone),
            (word!("e-mail"), &contact.email),
        ];
        for (what, known) in known {
            if let Some(known) = known {
                texts.push(Text {
                    which: Which::Of(contact.id.clone(), what),
                    ..text(format!("{}: {what}", contact.name), known.as_str())
                });
            }
        }
    }
}

/// An account as the list says it, in words.
fn line(stage: &Stage, row: &Row) -> String {
    let account = &row.affected.account;
    let listed = stage.board.list.iter().find(|listed| listed.account == *row.id());
    let state = listed.map(|listed| listed.state.as_str().replace('_', " "));
    let money = row
        .affected
        .arr_reported
        .filter(|_| !stage.masked)
        .map(|amount| format!("ARR {}", amount.short()));
    let owner = account.owner.as_ref().map(|owner| say!("owner {owner}", owner));
    let told = row
        .told()
        .map(|told| say!("told {told}", told = words::text(told)));
    let tier = Some(account.tier.as_str().to_owned());
    let parts: Vec<String> = [state, tier, money, owner, told].into_iter().flatten().collect();
    format!("{}: {}", row.name(), parts.join(", "))
}

/// What is approved to be said, by audience.
fn words(texts: &mut Vec<Text>, incident: &Incident) {
    let (number, spoken) = incident.words_for_calls();
    if incident.sayable(number) {
        texts.push(text(word!("approved words for calls"), spoken.to_string()));
    }
    let audiences = [
        (Audience::Page, word!("approved words of the page")),
        (
            Audience::Strategic,
            word!("approved words for strategic customers"),
        ),
        (Audience::Executives, word!("approved words for executives")),
        (Audience::Internal, word!("approved words for our own people")),
    ];
    for (audience, name) in audiences {
        if let Some(told) = incident.live_for(audience).filter(|told| told.approved) {
            texts.push(text(name, told.text.to_string()));
        }
    }
}

fn in_one_line(stage: &Stage, incident: &Incident) -> String {
    let began = when::clock(incident.t0, stage.now, &stage.setting.zone);
    say!(
        "{incident} {severity} {title}, since {began}, {state_words}",
        incident = incident.id,
        severity = incident.severity.as_str().to_uppercase(),
        title = incident.title,
        began,
        state_words = incident.state_words()
    )
}

impl Copy {
    fn items(&self, stage: &Stage) -> Vec<Item<Which>> {
        let texts = texts(stage, self.account.as_ref()).into_iter();
        texts
            .map(|text| {
                let begins = fit::cut(text.text.lines().next().unwrap_or_default(), 34);
                Item::new(text.which, [text.name, begins])
            })
            .collect()
    }

    fn chosen(&self, stage: &Stage) -> Option<CleanText> {
        let which = self.pick.selected(&self.items(stage))?.key.clone();
        let texts = texts(stage, self.account.as_ref());
        texts
            .into_iter()
            .find(|text| text.which == which)
            .map(|text| text.text)
    }

    /// What is not offered, and why.
    fn missing(&self, stage: &Stage) -> Option<String> {
        let account = self.account.as_ref()?;
        match stage.cards.get(account) {
            _ if stage.masked => {
                Some(word!("Numbers and money are hidden; they are not copied either.").to_owned())
            }
            None => Some(word!("Asking the hub for their numbers ...").to_owned()),
            Some(Err(why)) => Some(say!("No numbers: {why}.", why)),
            Some(Ok(_)) => None,
        }
    }

    fn copy(&self, stage: &Stage) -> Vec<Ask> {
        let Some(text) = self.chosen(stage) else {
            return Vec::new();
        };
        if text.len() > LONGEST {
            let say =
                word!("This is longer than a terminal's clipboard takes; mark what you need with the mouse.");
            return vec![Ask::Say(say.to_owned(), Tone::Plain)];
        }
        let say = word!("Sent to your terminal's clipboard, if it takes it; the text stays here.");
        vec![
            Ask::Say(say.to_owned(), Tone::Plain),
            Ask::Effect(Effect::Copy(text)),
        ]
    }
}

impl Panel for Copy {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let items = self.items(stage);
        let (_, width, height) = self.pick.frame("", WIDTH, stage.width, &items);
        (word!("Copy").to_owned(), width, height + TEXT + 2)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let again = stage.keys.action(key) == Some(Action::Copy);
        let key = match again {
            true => KeyEvent {
                code: KeyCode::Enter,
                ..key
            },
            false => key,
        };
        match self.pick.key(key, &self.items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(_) => self.copy(stage),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let items = self.items(stage);
        let text = self.chosen(stage).unwrap_or_default();
        let lines = fit::wrap(&text, area.width as usize);
        let below = (lines.len() as u16 + 1).min(area.height / 2);
        let rows = (items.len().max(1) as u16 + 2).min(area.height - below);
        let list = Rect { height: rows, ..area };
        self.pick.draw(
            canvas,
            list,
            &items,
            word!("Nothing to copy here."),
            word!("Enter copies it; Esc closes"),
        );
        if let Some(missing) = self.missing(stage) {
            canvas.text(area.x, list.bottom(), area.width, &missing, Role::Quiet);
        }
        // Nothing but the text stands in its lines, so that a mouse marks that alone.
        let y = list.bottom() + 1;
        let room = area.bottom().saturating_sub(y) as usize;
        for (at, line) in lines.iter().take(room).enumerate() {
            canvas.text(area.x, y + at as u16, area.width, line, Role::Strong);
        }
    }
}
