//! What a wall says that takes more than a glance at the picture to find out: worked out when the picture or the minute
//! changes, and not for every frame.

use super::safe;
use crate::domain::assignments::Right;
use crate::domain::brief::{Brief, brief};
use crate::domain::call_list::{Listed, RowState};
use crate::domain::due::{Due, Kind, gathered, owed, sorted};
use crate::domain::escalation::{Level, LevelState};
use crate::domain::ids::{AccountId, IncidentId};
use crate::domain::incident::{Incident, Internal};
use crate::domain::speech::{say, word};
use crate::domain::timeline::Entry;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words;
use crate::tui::words::when::{self, Count};
use jiff::Timestamp;
use std::cmp::Reverse;

/// As many rows as the tallest wall has.
const ROWS: usize = 60;

#[derive(Debug, Default)]
pub struct Facts {
    pub brief: Option<Brief>,
    /// What customers can read, and how old it is.
    pub page: Option<Page>,
    pub accounts: Vec<Account>,
    /// Those still open that are not among them.
    pub more: usize,
    pub levels: Vec<Known>,
    pub lines: Vec<Told>,
    /// Over all incidents, where none is open.
    pub owed: Vec<(IncidentId, Due)>,
}

/// The text on the public page.
#[derive(Debug)]
pub struct Page {
    /// Which one, how old, and when the next is due.
    pub head: String,
    pub text: String,
    pub role: Role,
}

/// An account that waits for a call, and who has it.
#[derive(Debug)]
pub struct Account {
    pub state: &'static str,
    pub role: Role,
    pub name: String,
    pub tier: u8,
    pub who: String,
}

/// A level of the policy: who knows, and who has to know by when.
#[derive(Debug)]
pub struct Known {
    pub state: &'static str,
    pub role: Role,
    pub title: String,
    pub who: String,
    pub when: String,
}

/// A line of what happened.
#[derive(Debug)]
pub struct Told {
    pub at: Timestamp,
    pub who: String,
    pub text: String,
}

impl Facts {
    pub fn of(stage: &Stage) -> Facts {
        let Some(incident) = stage.incident() else {
            return Facts {
                owed: all_owed(stage),
                ..Facts::default()
            };
        };
        let (accounts, more) = worst(stage);
        Facts {
            brief: Some(brief(stage.picture(), incident, stage.now, false)),
            page: page(incident, stage),
            accounts,
            more,
            levels: levels(incident, stage),
            lines: lines(incident, stage),
            owed: Vec::new(),
        }
    }
}

/// What is owed over all incidents, the soonest first.
fn all_owed(stage: &Stage) -> Vec<(IncidentId, Due)> {
    let all = stage.picture().incidents().flat_map(|incident| {
        let owed = gathered(sorted(owed(incident)));
        owed.into_iter().map(move |due| (incident.id, due))
    });
    let mut owed: Vec<_> = all.filter(|(_, due)| due.dated()).collect();
    owed.sort_by_key(|(_, due)| due.at);
    owed
}

fn page(incident: &Incident, stage: &Stage) -> Option<Page> {
    let live = incident.live_post()?;
    let age = incident.page_age(stage.now);
    let old = when::lasted(live.at, stage.now);
    let (next, role) = match age.map(|age| age.allowed - age.minutes) {
        None => (String::new(), Role::Plain),
        Some(left @ 1..) => (say!(", next in {left} min", left), Role::Plain),
        Some(0) => (word!(", next NOW").to_owned(), Role::Overdue),
        Some(late) => (say!(", next {late} min LATE", late = -late), Role::Overdue),
    };
    Some(Page {
        head: say!(
            "text {number} ({phase}), {old} old{next}",
            number = live.number,
            phase = live.phase.as_str(),
            old,
            next
        ),
        text: safe::text(&live.text.replace('\n', " ")),
        role,
    })
}

/// The accounts still open, those first that wait for a call now, then those who are on somebody's hands; each by rank,
/// those who called us first. And how many of them are left out.
fn worst(stage: &Stage) -> (Vec<Account>, usize) {
    let list = stage.board.list.iter();
    let mut open: Vec<&Listed> = list.filter(|listed| listed.state.is_open()).collect();
    open.sort_by_key(|listed| (!listed.called_us, !listed.pinned, Reverse(listed.score)));
    open.sort_by_cached_key(|listed| presses(listed, stage));
    let more = open.len().saturating_sub(ROWS);
    let shown = open.into_iter().take(ROWS);
    (shown.map(|listed| account(listed, stage)).collect(), more)
}

/// The less, the more it presses.
fn presses(listed: &Listed, stage: &Stage) -> u8 {
    let (_, role, _) = stands(listed, stage);
    match (role, &listed.state) {
        (Role::Alarm | Role::Overdue, _) => 0,
        // Whoever has heard nothing waits before those who are to hear something else.
        (Role::Soon, RowState::ToCall { .. }) => 1,
        (Role::Soon, _) => 2,
        (_, RowState::ToCall { .. }) => 3,
        _ => 4,
    }
}

fn account(listed: &Listed, stage: &Stage) -> Account {
    let (state, role, who) = stands(listed, stage);
    Account {
        state,
        role,
        name: safe::text(&listed.name),
        tier: listed.tier as u8 + 1,
        who,
    }
}

/// Where it stands in words, for everybody and for nobody in particular.
fn stands(listed: &Listed, stage: &Stage) -> (&'static str, Role, String) {
    let now = stage.now;
    let clock = |at| when::clock(at, now, &stage.setting.zone);
    let late = listed.due.filter(|due| *due <= now && !listed.called_us);
    let since = |at: Timestamp| when::until(at, now, Count::Minutes);
    match &listed.state {
        RowState::ToCall { .. } if listed.called_us => (
            word!("CALLED US"),
            Role::Soon,
            say!("waits, {whose}", whose = whose(listed)),
        ),
        RowState::ToCall { now: its_time } => match (late, its_time) {
            (Some(due), _) => (
                word!("OVERDUE"),
                Role::Alarm,
                format!("{}, {}", whose(listed), since(due)),
            ),
            (None, true) => (word!("CALL NOW"), Role::Soon, whose(listed)),
            (None, false) => (word!("to call"), Role::Plain, whose(listed)),
        },
        RowState::Asleep => {
            let until = listed.wakes.map(|at| say!("until {clock}, ", clock = clock(at)));
            let until = until.unwrap_or_default();
            (word!("asleep"), Role::Plain, format!("{until}{}", whose(listed)))
        }
        RowState::Claimed { by, until } => (
            word!("claimed"),
            Role::Others,
            say!("{by}, until {clock}", by, clock = clock(*until)),
        ),
        RowState::OnPhone { by, since } => (
            word!("on phone"),
            Role::Others,
            format!("{by}, {}", when::lasted(*since, now)),
        ),
        RowState::CallAgain { by, at } if *at <= now => (
            word!("CALL AGAIN"),
            Role::Overdue,
            format!("{by}, {}", since(*at)),
        ),
        RowState::CallAgain { by, at } => (
            word!("call again"),
            Role::Plain,
            say!("{by}, at {clock}", by, clock = clock(*at)),
        ),
        RowState::TellAgain { by, told } => (
            word!("TELL AGAIN"),
            Role::Soon,
            say!("heard {told} from {by}", told = words::text(*told), by),
        ),
        RowState::Write { by, .. } => (word!("WRITE"), Role::Soon, say!("{by} called in vain", by)),
        RowState::Unreachable { .. } => (
            word!("no answer"),
            Role::Soon,
            word!("the CS lead decides").to_owned(),
        ),
        // None of these is open.
        RowState::Reached { .. }
        | RowState::ByMail { .. }
        | RowState::LeftAlone { .. }
        | RowState::Settled
        | RowState::NotAffected
        | RowState::DoNotContact { .. } => (word!("done"), Role::Done, String::new()),
    }
}

/// Who has it, or is asked to.
fn whose(listed: &Listed) -> String {
    match &listed.whose {
        None => word!("nobody yet").to_owned(),
        Some(whose) => match &whose.by {
            Right::Owner => say!("nobody yet, {who} is asked first", who = whose.who),
            Right::Offered { .. } => say!("{who} was asked", who = whose.who),
            Right::Taken => say!("{who} took it", who = whose.who),
            Right::StandsIn { of, why } => {
                say!("{who} for {of} ({why})", who = whose.who, of, why = why.word())
            }
        },
    }
}

/// Every level the plan asks for, in its order.
fn levels(incident: &Incident, stage: &Stage) -> Vec<Known> {
    let asked = incident.levels.iter().filter(|level| level.asked);
    asked.map(|level| known(incident, level, stage)).collect()
}

fn known(incident: &Incident, level: &Level, stage: &Stage) -> Known {
    let now = stage.now;
    let until = || when::until(level.due, now, Count::Minutes);
    // Nobody is asked to hurry once it is over.
    let over = incident.internal == Internal::Closed;
    let (state, role, when) = match (level.state(now), level.informed()) {
        (_, Some(informed)) => {
            let at = when::after_start(incident.minutes(informed.at));
            let late = if level.informed_late() { word!(" late") } else { "" };
            (word!("knows"), Role::Done, format!("{at}{late}"))
        }
        (LevelState::Skipped, None) => (word!("skipped"), Role::Plain, String::new()),
        (LevelState::NotAsked, None) => (word!("not asked"), Role::Plain, String::new()),
        (LevelState::Late, None) if !over => (word!("LATE"), Role::Overdue, until()),
        (LevelState::Trying, None) => (word!("trying"), Role::Soon, until()),
        (LevelState::Due, None) => (word!("soon"), Role::Soon, until()),
        _ => ("", Role::Plain, until()),
    };
    let informed = level.informed().map(|informed| informed.person.to_string());
    let who = informed.or_else(|| level.people());
    Known {
        state,
        role,
        title: safe::text(&level.title),
        who: safe::text(&who.unwrap_or_else(|| word!("nobody is named").to_owned())),
        when,
    }
}

fn lines(incident: &Incident, stage: &Stage) -> Vec<Told> {
    let told = |entry: &Entry| {
        let text = safe::line(incident, entry, stage.now, &stage.setting.zone)?;
        Some(Told {
            at: entry.said_at,
            who: entry.by.to_string(),
            text,
        })
    };
    let newest = incident.timeline.iter().rev();
    newest.filter_map(|entry| told(entry)).take(ROWS).collect()
}

/// What is due, in words that name nobody of a customer's and quote nothing they said.
pub fn due_words(due: &Due, incident: &Incident) -> String {
    let name = |account: &AccountId| {
        let row = incident.rows.get(account);
        row.map_or_else(|| account.to_string(), |row| row.name().to_string())
    };
    let said = match &due.kind {
        Kind::Level(_) => say!("tell the {what}", what = due.what),
        Kind::Callback(account) => say!("call {account} again", account = name(account)),
        Kind::Moment(account, _) => say!("critical hours of {account}", account = name(account)),
        Kind::Unreachable(account) => say!("decide about {account}", account = name(account)),
        Kind::FixContact(account) => say!("find a number for {account}", account = name(account)),
        Kind::Tell(_, account) => say!("tell {account} what was done", account = name(account)),
        Kind::Recovery(account) => say!("recovery of {account}", account = name(account)),
        Kind::Promise(_) => word!("a promise to a customer").to_owned(),
        Kind::Outcome(_) => word!("what a customer has to get done").to_owned(),
        Kind::Ask(_) => word!("a question without an answer").to_owned(),
        Kind::Executive(_) => word!("a call with an executive").to_owned(),
        Kind::Gesture(_) => word!("a gesture to a customer").to_owned(),
        Kind::Credit(_) => word!("a credit to a customer").to_owned(),
        Kind::Offered(_) => word!("accounts offered to somebody").to_owned(),
        Kind::Page
        | Kind::News(_)
        | Kind::CheckIn(_)
        | Kind::FirstCalls(_)
        | Kind::Approval(_)
        | Kind::Step(_)
        | Kind::Expert(_)
        | Kind::Stop(_)
        | Kind::Resume(_)
        | Kind::Hear
        | Kind::Duty(_)
        | Kind::Silence
        | Kind::Intent
        | Kind::Brief
        | Kind::Report(_) => due.what.to_string(),
    };
    safe::text(&said)
}
