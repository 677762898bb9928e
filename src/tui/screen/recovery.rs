//! Recovery on the screen: of one account what it has and still wants, and of all accounts how it adds up.

use super::checkin::CheckInForm;
use super::mark::{LostForm, MarkForm};
use super::{Ask, Panel};
use crate::domain::due::{Due, Kind};
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::recovery::{Condition, Mark};
use crate::domain::satisfaction::{CheckIn, in_recovery};
use crate::domain::speech::{say, word};
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use std::collections::BTreeMap;

const WIDTH: u16 = 92;
/// Evidence is cut in its row and shown whole under the list.
const EVIDENCE: usize = 40;

/// Of this account if it has one to be recovered, else of all.
pub fn open(stage: &Stage, account: Option<AccountId>) -> Vec<Ask> {
    let known = account.filter(|id| {
        stage
            .incident()
            .is_some_and(|incident| incident.rows.contains_key(id))
    });
    match known {
        Some(account) => vec![Ask::open(RecoveryOf::new(account))],
        None => vec![Ask::open(RecoveryOfAll::default())],
    }
}

/// One account.
#[derive(Debug)]
pub struct RecoveryOf {
    account: AccountId,
    pick: Pick<Line>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Condition(Condition),
    /// A check-in, by its place.
    CheckIn(usize),
    Lost,
}

impl RecoveryOf {
    pub fn new(account: AccountId) -> Self {
        let pick = Pick::default();
        RecoveryOf { account, pick }
    }

    fn items(&self, stage: &Stage) -> Vec<Item<Line>> {
        let found = stage.incident().zip(self.row(stage));
        let Some((incident, row)) = found else {
            return Vec::new();
        };
        let conditions = Condition::ALL.into_iter().map(|one| condition(stage, row, one));
        let days = incident.check_ins(row);
        let days = days.iter().enumerate().map(|(at, day)| check_in(stage, at, day));
        let mut items: Vec<Item<Line>> = conditions.chain(days).collect();
        items.push(lost(stage, row));
        items
    }

    fn row<'a>(&self, stage: &'a Stage) -> Option<&'a Row> {
        stage.incident()?.rows.get(&self.account)
    }
}

fn condition(stage: &Stage, row: &Row, condition: Condition) -> Item<Line> {
    let (state, role, text) = match row.recovery.of(condition) {
        None => (word!("not known yet"), Role::Plain, String::new()),
        Some(marking) => {
            let (state, role) = match marking.mark {
                Mark::Met => ("yes", Role::Done),
                Mark::Waived => (word!("does not apply"), Role::Plain),
                Mark::Wanted => (word!("WANTS IT"), Role::Soon),
            };
            let at = when::clock(marking.at, stage.now, &stage.setting.zone);
            let said = match marking.text.trim() {
                "" => String::new(),
                text => format!("{text} "),
            };
            (state, role, format!("{said}({}, {at})", marking.by))
        }
    };
    Item {
        role,
        details: text.clone(),
        ..Item::new(
            Line::Condition(condition),
            [
                condition.words().to_owned(),
                state.to_owned(),
                fit::cut(&text, EVIDENCE),
            ],
        )
    }
}

fn check_in(stage: &Stage, at: usize, day: &CheckIn) -> Item<Line> {
    let clock = |at| when::clock(at, stage.now, &stage.setting.zone);
    let (state, role, text) = match day.held {
        None => {
            let role = if day.at <= stage.now {
                Role::Overdue
            } else {
                Role::Plain
            };
            let left = when::until(day.at, stage.now, Count::Minutes);
            (left, role, say!("due {clock}", clock = clock(day.at)))
        }
        Some(call) => {
            let feels = call.facts.feeling.map_or("", feels);
            let note = call.facts.note.as_deref().unwrap_or_default();
            let said = [feels, note].into_iter().filter(|text| !text.is_empty());
            let said = said.collect::<Vec<_>>().join(": ");
            let text = format!("{said} ({}, {})", call.by, clock(call.at));
            (
                word!("held").to_owned(),
                Role::Done,
                text.trim().replace('\n', " "),
            )
        }
    };
    Item {
        role,
        details: text.clone(),
        ..Item::new(
            Line::CheckIn(at),
            [
                say!("check-in, {day}", day = day.words()),
                state,
                fit::cut(&text, EVIDENCE),
            ],
        )
    }
}

fn lost(stage: &Stage, row: &Row) -> Item<Line> {
    match row.recovery.lost() {
        None => Item::new(
            Line::Lost,
            [word!("with us").to_owned(), "yes".to_owned(), String::new()],
        ),
        Some(loss) => {
            let at = when::clock(loss.at, stage.now, &stage.setting.zone);
            let text = format!("{} ({}, {at})", loss.reason, loss.by);
            Item {
                role: Role::Overdue,
                details: text.clone(),
                ..Item::new(
                    Line::Lost,
                    [
                        word!("with us").to_owned(),
                        word!("LOST").to_owned(),
                        fit::cut(&text, EVIDENCE),
                    ],
                )
            }
        }
    }
}

/// How it feels to them, in a word.
fn feels(feeling: crate::domain::outreach::Feeling) -> &'static str {
    use crate::domain::outreach::Feeling;
    match feeling {
        Feeling::Crisis => word!("a crisis"),
        Feeling::Hurting => word!("hurting"),
        Feeling::Noticed => word!("still noticed"),
        Feeling::Fine => word!("fine"),
    }
}

impl Panel for RecoveryOf {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = self.row(stage).map(|row| {
            let done = row.recovery.count();
            say!(
                "Recovery of {row}: {done} of the first 7 settled",
                row = row.name(),
                done
            )
        });
        let title = title.unwrap_or_default();
        self.pick.frame(title, WIDTH, stage.width, &self.items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let items = self.items(stage);
        if stage.keys.action(key) == Some(Action::Recovery) {
            return vec![Ask::Close, Ask::open(RecoveryOfAll::default())];
        }
        let enter = KeyEvent {
            code: KeyCode::Enter,
            ..key
        };
        let key = if key.code == KeyCode::Char(' ') {
            enter
        } else {
            key
        };
        let account = self.account.clone();
        match self.pick.key(key, &items) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(Line::Condition(one)) => opened(MarkForm::new(stage, account, one)),
            Picked::One(Line::CheckIn(_)) => opened(CheckInForm::new(stage, account)),
            Picked::One(Line::Lost) => opened(LostForm::new(stage, account)),
        }
    }

    fn account(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let items = self.items(stage);
        let hint = match self.pick.selected(&items).map(|item| item.key) {
            Some(Line::CheckIn(_)) => word!("Enter records how it goes    R all accounts    Esc closes"),
            Some(Line::Lost) => {
                word!("Enter says that they left, or came back    R all accounts    Esc closes")
            }
            Some(Line::Condition(_)) | None => {
                word!("Enter says how it stands, with the evidence    R all accounts    Esc closes")
            }
        };
        self.pick.draw(canvas, area, &items, word!("No account."), hint);
    }
}

fn opened(form: Option<impl Panel + 'static>) -> Vec<Ask> {
    form.map(Ask::open).into_iter().collect()
}

/// All accounts: what is due first before the others, then who still wants something.
#[derive(Debug, Default)]
pub struct RecoveryOfAll {
    pick: Pick<AccountId>,
}

fn accounts(stage: &Stage) -> Vec<Item<AccountId>> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    let due = soonest(stage, incident);
    let mut rows: Vec<(&Row, Option<&Due>)> = incident
        .rows
        .values()
        .filter(|row| in_recovery(row))
        .map(|row| (row, due.get(row.id()).copied()))
        .collect();
    let order = |(row, due): &(&Row, Option<&Due>)| {
        let wants_nothing = row.recovery.wants().next().is_none();
        (
            due.is_none(),
            due.map(|due| due.at),
            wants_nothing,
            row.name().clone(),
        )
    };
    rows.sort_by_cached_key(order);
    rows.into_iter()
        .map(|(row, due)| account(stage, row, due))
        .collect()
}

/// What is due first of each account: a check-in, a wish, or to be asked. What is owed is worked out already.
fn soonest<'a>(stage: &'a Stage, incident: &Incident) -> BTreeMap<&'a AccountId, &'a Due> {
    let mut soonest = BTreeMap::new();
    let owed = stage.board.owing.dues.iter();
    // The soonest come first, so the first one stays.
    for (_, due) in owed.filter(|(id, _)| *id == incident.id) {
        if let Kind::CheckIn(account) | Kind::Recovery(account) = &due.kind {
            soonest.entry(account).or_insert(due);
        }
    }
    soonest
}

fn account(stage: &Stage, row: &Row, due: Option<&Due>) -> Item<AccountId> {
    let wants: Vec<&str> = row.recovery.wants().map(|wish| wish.condition.wish()).collect();
    let (stands, role) = match (row.recovery.lost(), wants.is_empty(), row.recovery.count()) {
        (Some(_), _, _) => (word!("LOST").to_owned(), Role::Overdue),
        (None, false, _) => (say!("wants {wants}", wants = wants.join(", ")), Role::Soon),
        (None, true, 7) => (word!("all is well").to_owned(), Role::Done),
        (None, true, 0) => (word!("not asked yet").to_owned(), Role::Plain),
        (None, true, count) => (say!("{count} of 7 settled", count), Role::Plain),
    };
    let (left, owner) = match due {
        None => (String::new(), String::new()),
        Some(due) => {
            let owner = due.owner.as_ref().map(ToString::to_string);
            (
                when::until(due.at, stage.now, Count::Minutes),
                owner.unwrap_or_default(),
            )
        }
    };
    let columns = [row.name().to_string(), fit::cut(&stands, EVIDENCE), left, owner];
    Item {
        role,
        details: due.map(|due| due.what.to_string()).unwrap_or_default(),
        ..Item::new(row.id().clone(), columns)
    }
}

impl Panel for RecoveryOfAll {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = match stage.incident() {
            None => word!("Recovery").to_owned(),
            Some(incident) => say!("Recovery: {recovery}", recovery = incident.recovery().words()),
        };
        let title = fit::cut(&title, stage.width.min(WIDTH).saturating_sub(6) as usize);
        self.pick.frame(title, WIDTH, stage.width, &accounts(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match self.pick.key(key, &accounts(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(account) => vec![Ask::open(RecoveryOf::new(account))],
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let phase = stage
            .incident()
            .map_or(word!("outreach"), |incident| incident.customers().as_str());
        let hint = say!(
            "Enter opens the account    customers: {phase}    Esc closes",
            phase
        );
        let empty =
            word!("Nobody has heard from us yet; recovery begins with the first call that reaches somebody.");
        self.pick.draw(canvas, area, &accounts(stage), empty, &hint);
    }
}
