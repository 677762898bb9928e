//! The desk of what is done for customers beyond the call: executives' calls, gestures, credits; Enter takes the next step.

use super::call_brief::CallBrief;
use super::credit_step::CreditStep;
use super::gesture::GestureForm;
use super::money_word::MoneyWord;
use super::promise_call::PromiseCallForm;
use super::propose_credit::ProposeForm;
use super::slots::SlotsForm;
use super::wish::WishForm;
use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::executive_desk::{Giving, Wished};
use crate::domain::gestures::{self, GiveGesture};
use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
use crate::domain::waits::WaitKind;
use crate::domain::{credits, executives};
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use crossterm::event::KeyEvent;
use jiff::Timestamp;
use ratatui::layout::Rect;

const WIDTH: u16 = 96;
const NAME: usize = 16;
const WHAT: usize = 24;

#[derive(Debug, Default)]
pub struct Executives {
    pick: Pick<Line>,
    /// The account something new is about, if one was selected.
    account: Option<AccountId>,
}

/// One line of the desk.
#[derive(Clone, Debug, PartialEq)]
enum Line {
    Wish(Seq),
    Slots(Name),
    Gesture(Seq),
    Credit(Seq),
    New(New),
}

/// What can be begun here.
#[derive(Clone, Copy, Debug, PartialEq)]
enum New {
    Wish,
    Slots,
    Gesture,
    Credits,
}

impl Executives {
    pub fn new(account: Option<AccountId>) -> Self {
        Executives {
            account,
            ..Executives::default()
        }
    }
}

fn items(stage: &Stage) -> Vec<Item<Line>> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    let desk = incident.executive_desk();
    let mut items: Vec<Item<Line>> = desk.iter().map(|wished| wish(stage, wished)).collect();
    items.extend(
        incident
            .giving(stage.picture())
            .iter()
            .map(|giving| slots(stage, giving)),
    );
    items.extend(gestures(stage, incident));
    items.extend(credits(stage, incident));
    let begin = |new, text: &str, details: &str| Item {
        details: details.to_owned(),
        ..Item::new(Line::New(new), [word!("do").to_owned(), text.to_owned()])
    };
    items.extend([
        begin(
            New::Wish,
            word!("record a wish"),
            word!("A customer wishes to speak with one of our executives."),
        ),
        begin(
            New::Gesture,
            word!("give a gesture"),
            word!("A small kindness for a customer: within the allowance nobody is asked."),
        ),
        begin(
            New::Slots,
            word!("say how many"),
            word!("How many calls an executive has to give for this incident."),
        ),
        begin(
            New::Credits,
            word!("work out credits"),
            word!("Works out what customers get back by their terms, for a yes or a no."),
        ),
    ]);
    items
}

fn clock(stage: &Stage, at: Timestamp) -> String {
    when::clock(at, stage.now, &stage.setting.zone)
}

fn line(key: Line, kind: &str, name: &str, what: &str, state: String) -> Item<Line> {
    let columns = [kind.to_owned(), fit::cut(name, NAME), fit::cut(what, WHAT), state];
    Item::new(key, columns)
}

fn wish(stage: &Stage, wished: &Wished) -> Item<Line> {
    let Wished { row, wish } = wished;
    let left = wish
        .next_step()
        .map(|(_, due)| when::until(due, stage.now, Count::Minutes));
    let late = wish.next_step().is_some_and(|(_, due)| due <= stage.now);
    let (state, role) = match wish.standing() {
        executives::Standing::Open => (
            say!("promise a time, {left}", left = left.unwrap_or_default()),
            Role::Strong,
        ),
        executives::Standing::Promised(promised) => {
            let at = clock(stage, promised.at);
            let (calls, beyond) = if promised.beyond > 0 {
                ("", word!(", one too many"))
            } else {
                (word!(" calls"), "")
            };
            (
                say!(
                    "{executive}{calls} at {at}{beyond}",
                    executive = promised.executive,
                    calls,
                    at,
                    beyond
                ),
                Role::Plain,
            )
        }
        executives::Standing::Done(talk) => (talk.outcome.words().to_owned(), Role::Done),
    };
    let about = match wish.facts.topic.trim() {
        "" => String::new(),
        topic => say!(" About {topic}.", topic),
    };
    let by = wish
        .facts
        .due
        .map(|by| say!(" They need it by {clock}.", clock = clock(stage, by)));
    let details = say!(
        "{row} wants to speak with {whom}; {by} heard it at {clock}.{about}{needed}",
        row = row.name(),
        whom = wish.facts.whom(),
        by = wish.by,
        clock = clock(stage, wish.at),
        about,
        needed = by.unwrap_or_default()
    );
    let what = match wish.facts.topic.trim() {
        "" => wish.facts.whom().to_owned(),
        topic => format!("{}: {topic}", wish.facts.whom()),
    };
    Item {
        role: if late { Role::Overdue } else { role },
        details,
        ..line(Line::Wish(wish.seq), word!("wants"), row.name(), &what, state)
    }
}

fn slots(stage: &Stage, giving: &Giving) -> Item<Line> {
    let name = giving.executive.as_str();
    let (what, state) = match (&giving.slots, giving.left()) {
        (Some(slots), Some(left)) => {
            let until = slots
                .until
                .map(|at| say!(", until {clock}", clock = clock(stage, at)));
            let what = say!(
                "{taken} of {count} promised",
                taken = giving.taken,
                count = slots.count
            );
            (
                what,
                say!("{left} left{until}", left, until = until.unwrap_or_default()),
            )
        }
        (Some(_) | None, _) => (
            say!("{taken} promised", taken = giving.taken),
            word!("nobody has said how many there are").to_owned(),
        ),
    };
    let over = giving
        .slots
        .as_ref()
        .is_some_and(|slots| giving.taken > slots.count);
    Item {
        role: if over { Role::Soon } else { Role::Plain },
        details: say!("Enter says how many calls {name} has to give.", name),
        ..line(
            Line::Slots(giving.executive.clone()),
            word!("calls"),
            name,
            &what,
            state,
        )
    }
}

fn gestures(stage: &Stage, incident: &Incident) -> Vec<Item<Line>> {
    let shown = incident.gestures().map(|(row, gesture)| {
        let (state, role) = match gesture.standing() {
            gestures::Standing::Asked => (word!("waits for a yes or a no").to_owned(), Role::Strong),
            gestures::Standing::Allowed(word) => {
                (say!("allowed by {by}: give it", by = word.by), Role::Strong)
            }
            gestures::Standing::Given(word) => (say!("given by {by}", by = word.by), Role::Done),
            gestures::Standing::Refused(word, _) => (say!("{by} said no", by = word.by), Role::Done),
        };
        let cost = gesture.cost.as_ref().filter(|_| !stage.masked);
        let cost = cost.map(|cost| {
            say!(
                " It costs {amount} {currency}.",
                amount = cost.amount,
                currency = cost.currency
            )
        });
        let why = match gesture.standing() {
            gestures::Standing::Refused(_, reason) => say!(" Because {reason}.", reason),
            _ => String::new(),
        };
        let (by, what) = (&gesture.by, &gesture.what);
        Item {
            role,
            details: say!(
                "{what}, for {row}, from {by}.{cost}{why}",
                what,
                row = row.name(),
                by,
                cost = cost.unwrap_or_default(),
                why
            ),
            ..line(
                Line::Gesture(gesture.seq),
                word!("gesture"),
                row.name(),
                what,
                state,
            )
        }
    });
    shown.collect()
}

fn credits(stage: &Stage, incident: &Incident) -> Vec<Item<Line>> {
    let decides = incident.sees_exposure(stage.me()) && !stage.masked;
    let shown = incident.credits().map(|(row, credit)| {
        let (state, role) = match credit.standing() {
            credits::Standing::Proposed => (word!("waits for a yes or a no").to_owned(), Role::Strong),
            credits::Standing::Approved(_) => (word!("approved: tell them").to_owned(), Role::Strong),
            credits::Standing::Told(_) => (word!("told: put it on an invoice").to_owned(), Role::Plain),
            credits::Standing::Issued(_) => (word!("on an invoice").to_owned(), Role::Done),
            credits::Standing::Declined(word, _) => (say!("{by} said no", by = word.by), Role::Done),
        };
        let approved = credit.words().filter(|words| !stage.masked && !words.is_empty());
        let sum = credit.facts.credit.as_ref().filter(|_| decides);
        let what = match (approved, sum) {
            (Some(_), Some(sum)) | (None, Some(sum)) => format!("{} {}", sum.amount, sum.currency),
            (Some(_), None) => word!("approved").to_owned(),
            (None, None) => word!("promise nothing").to_owned(),
        };
        let basis = credit.facts.basis.as_ref();
        let basis = basis.map(|basis| {
            say!(
                "Uptime {uptime} % in {period}. ",
                uptime = basis.uptime,
                period = basis.period
            )
        });
        let words = approved.map_or(word!("Nobody names an amount to them yet.").to_owned(), |words| {
            say!("They may be told: {words}.", words)
        });
        Item {
            role,
            details: format!("{}{words}", basis.unwrap_or_default()),
            ..line(
                Line::Credit(credit.seq),
                word!("credit"),
                row.name(),
                &what,
                state,
            )
        }
    });
    shown.collect()
}

/// What all credits come to, for those who decide on them.
fn exposure(stage: &Stage) -> Option<String> {
    let incident = stage.incident()?;
    if stage.masked || !incident.sees_exposure(stage.me()) {
        return None;
    }
    let sums = incident.exposure_words()?;
    Some(say!("credits in all {sums}    ", sums))
}

/// What Enter does on a line.
fn enter_says(stage: &Stage, selected: Option<&Line>) -> &'static str {
    let Some((incident, selected)) = stage.incident().zip(selected) else {
        return word!("Esc closes");
    };
    match selected {
        Line::Wish(seq) => match incident.wished(*seq).map(|wished| wished.wish.standing()) {
            Some(executives::Standing::Open) => word!("Enter promises a time    Esc closes"),
            Some(executives::Standing::Promised(_)) => {
                word!("Enter shows the brief of the call    Esc closes")
            }
            Some(executives::Standing::Done(_)) | None => word!("Enter shows what was known    Esc closes"),
        },
        Line::Slots(_) => word!("Enter says how many calls there are    Esc closes"),
        Line::Gesture(_) | Line::Credit(_) => word!("Enter takes the next step    Esc closes"),
        Line::New(_) => word!("Enter begins    Esc closes"),
    }
}

/// What Enter opens or does on a gesture.
pub fn gesture(stage: &Stage, seq: Seq) -> Vec<Ask> {
    let incident = stage.incident();
    let found = incident.and_then(|incident| incident.gestures().find(|(_, gesture)| gesture.seq == seq));
    let Some((row, gesture)) = found else {
        return Vec::new();
    };
    match gesture.standing() {
        gestures::Standing::Asked => MoneyWord::gesture(stage, seq)
            .map(Ask::open)
            .into_iter()
            .collect(),
        gestures::Standing::Allowed(_) => {
            let given = GiveGesture {
                account: row.id().clone(),
                what: gesture.what.clone(),
                cost: None,
                gesture: Some(seq),
            };
            let say = say!(
                "You recorded that {row} was given {what}.",
                row = row.name(),
                what = gesture.what
            );
            vec![
                Ask::Submit(Command::GiveGesture(given), None),
                Ask::Say(say, Tone::Undoable),
            ]
        }
        gestures::Standing::Given(_) | gestures::Standing::Refused(..) => {
            let key = stage.keys.press(Action::Undo);
            let say = say!("That is done; {key} takes back what you recorded yourself.", key);
            vec![Ask::Say(say, Tone::Plain)]
        }
    }
}

/// What Enter opens on a credit.
pub fn credit(stage: &Stage, seq: Seq) -> Vec<Ask> {
    let incident = stage.incident();
    let found = incident.and_then(|incident| incident.credits().find(|(_, credit)| credit.seq == seq));
    match found.map(|(_, credit)| credit.standing()) {
        Some(credits::Standing::Proposed) => {
            MoneyWord::credit(stage, seq).map(Ask::open).into_iter().collect()
        }
        Some(credits::Standing::Approved(_) | credits::Standing::Told(_)) => {
            CreditStep::new(stage, seq).map(Ask::open).into_iter().collect()
        }
        Some(credits::Standing::Issued(_) | credits::Standing::Declined(..)) => {
            vec![Ask::Say(word!("That is done.").to_owned(), Tone::Plain)]
        }
        None => Vec::new(),
    }
}

/// What waits for a word of whoever looks.
pub fn decide(stage: &Stage, on: &WaitKind) -> Vec<Ask> {
    match on {
        WaitKind::Executive(seq) => wished(stage, *seq),
        WaitKind::Gesture(seq) => gesture(stage, *seq),
        WaitKind::Credit(seq) => credit(stage, *seq),
        _ => Vec::new(),
    }
}

/// What Enter opens on a wish.
pub fn wished(stage: &Stage, seq: Seq) -> Vec<Ask> {
    let wished = stage.incident().and_then(|incident| incident.wished(seq));
    match wished.map(|wished| wished.wish.standing()) {
        Some(executives::Standing::Open) => PromiseCallForm::new(stage, seq)
            .map(Ask::open)
            .into_iter()
            .collect(),
        Some(executives::Standing::Promised(_) | executives::Standing::Done(_)) => {
            vec![Ask::open(CallBrief::new(seq))]
        }
        None => Vec::new(),
    }
}

impl Panel for Executives {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = word!("Executives, gestures, credits");
        self.pick.frame(title, WIDTH, stage.width, &items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let items = items(stage);
        match self.pick.key(key, &items) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(Line::Wish(seq)) => wished(stage, seq),
            Picked::One(Line::Gesture(seq)) => gesture(stage, seq),
            Picked::One(Line::Credit(seq)) => credit(stage, seq),
            Picked::One(Line::Slots(name)) => vec![Ask::open(SlotsForm::new(stage, Some(&name)))],
            Picked::One(Line::New(New::Wish)) => vec![Ask::open(WishForm::new(stage, self.account.clone()))],
            Picked::One(Line::New(New::Slots)) => vec![Ask::open(SlotsForm::new(stage, None))],
            Picked::One(Line::New(New::Gesture)) => {
                vec![Ask::open(GestureForm::new(stage, self.account.clone()))]
            }
            Picked::One(Line::New(New::Credits)) => {
                vec![Ask::open(ProposeForm::new(stage, self.account.clone()))]
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let items = items(stage);
        let selected = self.pick.selected(&items).map(|item| &item.key);
        let hint = exposure(stage).unwrap_or_default() + enter_says(stage, selected);
        self.pick.draw(canvas, area, &items, "", &hint);
    }
}
