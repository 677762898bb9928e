//! The pane of the escalation clock: everything owed by a time, soonest first, then what is done.

mod ahead;
mod ladder;

use super::header::stale;
use super::{Pane, Room};
use crate::domain::due::{Due, DueState, Kind};
use crate::domain::escalation::{Level, LevelState};
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::retries::Trying;
use crate::domain::speech::{say, word};
use crate::domain::text::Clean;
use crate::tui::board::Board;
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when;
use jiff::Timestamp;
use ladder::Ladder;
use ratatui::layout::Rect;

/// What a row is, however its time moves it.
#[derive(Clone, Debug, PartialEq)]
pub enum RowKey {
    Level(Clean),
    Callback(AccountId),
    Other(Kind),
}

#[derive(Clone, Debug)]
pub struct Row {
    pub key: RowKey,
    /// Its place among the dues; `None` for a level that is settled.
    due: Option<usize>,
}

/// What is open first, since it has to be acted on; a settled level is history.
pub fn rows(incident: &Incident, board: &Board, now: Timestamp) -> Vec<Row> {
    let open = board.dues.iter().enumerate().map(|(at, due)| {
        let key = match &due.kind {
            Kind::Level(role) => RowKey::Level(role.clone()),
            Kind::Callback(account) => RowKey::Callback(account.clone()),
            other => RowKey::Other(other.clone()),
        };
        Row { key, due: Some(at) }
    });
    let settled = incident.levels.iter().filter(|level| level.state(now).settled());
    let settled = settled.map(|level| Row {
        key: RowKey::Level(level.role.clone()),
        due: None,
    });
    open.chain(settled).collect()
}

pub fn draw(canvas: &mut Canvas, area: Rect, room: &Room, stage: &Stage, incident: &Incident) {
    let focused = room.pane == Pane::Clock;
    canvas.title(area, &title(stage), focused);
    let pictures = draw_pictures(canvas, area, stage, incident);
    let area = Rect {
        y: area.y + pictures,
        height: area.height.saturating_sub(pictures),
        ..area
    };
    let height = area.height.saturating_sub(1) as usize;
    let top = room.clock.window(room.clock_rows.len(), height);
    let rows = room.clock_rows.iter().skip(top).take(height);
    let words: Vec<Words> = rows
        .map(|row| match row.due {
            Some(at) => due_words(stage, incident, at, area.width),
            None => settled_words(incident, row, stage),
        })
        .collect();
    let columns = Columns::new(&words, area.width);
    for (line, words) in words.iter().enumerate() {
        let y = area.y + 1 + line as u16;
        let selected = focused && top + line == room.clock.row();
        draw_row(canvas, Rect { y, height: 1, ..area }, words, columns, selected);
    }
}

/// From this width on there is room for words beside the marks of a picture.
const DRAWN: u16 = 44;

/// The lines of the two pictures above the rows: the levels, and what is due. The rows keep the greater part.
fn pictures(area: Rect, stage: &Stage, levels: bool) -> (u16, u16) {
    let rows = area.height.saturating_sub(1);
    let levels = match rows {
        _ if !levels => 0,
        ..4 => 0,
        9.. if area.width >= DRAWN => ladder::TALL,
        _ => 1,
    };
    let rows = rows - levels;
    let ahead = match stage.board.dues.is_empty() {
        false if rows >= 8 && area.width >= DRAWN => ahead::LINES,
        _ => 0,
    };
    (levels, ahead)
}

/// How many lines stand above the rows.
pub fn above(area: Rect, stage: &Stage) -> u16 {
    let levels = stage
        .incident()
        .is_some_and(|incident| Ladder::of(incident, stage.now).is_some());
    let (levels, ahead) = pictures(area, stage, levels);
    levels + ahead
}

fn draw_pictures(canvas: &mut Canvas, area: Rect, stage: &Stage, incident: &Incident) -> u16 {
    let ladder = Ladder::of(incident, stage.now);
    let (levels, ahead) = pictures(area, stage, ladder.is_some());
    let first = Rect {
        y: area.y + 1,
        height: levels,
        ..area
    };
    match ladder {
        Some(ladder) if levels == 1 => ladder.draw_thin(canvas, first),
        Some(ladder) if levels > 1 => ladder.draw_tall(canvas, first),
        Some(_) | None => {}
    }
    let second = Rect {
        y: first.bottom(),
        height: ahead,
        ..area
    };
    if ahead > 0 {
        ahead::draw(canvas, second, stage);
    }
    levels + ahead
}

fn title(stage: &Stage) -> String {
    let stale = stale(stage);
    match stage.board.overdue(stage.now) {
        // What others did meanwhile is not known.
        0 if stage.estimates() => say!("2 CLOCK{stale}", stale),
        0 => word!("2 CLOCK  nothing overdue").to_owned(),
        count => say!("2 CLOCK{stale}  {count} overdue", stale, count),
    }
}

/// The words of one row.
struct Words {
    state: &'static str,
    role: Role,
    what: String,
    when: String,
    who: String,
}

/// The widths of what stands behind the text: what the times and names in view need, so that the text gets the rest.
#[derive(Clone, Copy)]
struct Columns {
    time: usize,
    who: usize,
}

impl Columns {
    /// At most so many cells for a time and for the people of a level.
    const TIME: usize = 14;
    const WHO: usize = 18;

    fn new(words: &[Words], width: u16) -> Self {
        let longest = |text: fn(&Words) -> &str| words.iter().map(|words| fit::width(text(words))).max();
        let with_gap = |cells: Option<usize>| cells.filter(|cells| *cells > 0).map_or(0, |cells| cells + 1);
        let time = with_gap(longest(|words| &words.when)).min(Self::TIME);
        let who = match width {
            ..NARROW => 0,
            // Beside a name the text keeps the greater part.
            _ => with_gap(longest(|words| &words.who))
                .min(Self::WHO)
                .min(width as usize / 5),
        };
        Columns { time, who }
    }
}

/// Below so many cells there is no room for names.
const NARROW: u16 = 40;

/// From so many cells on a level shows its deputy beside the person.
const WIDE: u16 = 56;

fn due_words(stage: &Stage, incident: &Incident, at: usize, width: u16) -> Words {
    let due = &stage.board.dues[at];
    let now = stage.now;
    let counting = stage.board.counting().is_some_and(|next| next.kind == due.kind);
    let count = stage.count(counting, due.at);
    let level = match &due.kind {
        Kind::Level(role) => incident.level(role).ok(),
        _ => None,
    };
    let trying = level.is_some_and(|level| level.state(now) == LevelState::Trying);
    let people = level.filter(|_| width >= WIDE).and_then(Level::people);
    let owner = due.owner.as_ref().map(ToString::to_string);
    let (state, role) = match due.state(now) {
        DueState::Overdue if now.duration_since(due.at).as_secs() < 60 => (word!("NOW"), Role::Overdue),
        DueState::Overdue => (word!("LATE"), Role::Overdue),
        _ if trying => (word!("try"), Role::Soon),
        DueState::Soon => (word!("soon"), Role::Soon),
        DueState::Waiting if counting => (word!("next"), Role::Strong),
        DueState::Waiting => ("", Role::Plain),
    };
    let row = match &due.kind {
        Kind::Callback(account) => incident
            .rows
            .get(account)
            .filter(|row| !matches!(row.trying(incident.severity), Trying::Write { .. })),
        _ => None,
    };
    // How long it has lasted says more than when it is too long.
    let (what, when) = match (&due.kind, row) {
        (Kind::Silence, _) => (due.what.to_string(), when::lasted(due.from, now)),
        (Kind::Page, _) => (page(incident, due, now), when::until(due.at, now, count)),
        (_, Some(row)) => (
            say!("{row}, again", row = row.name()),
            when::until(due.at, now, count),
        ),
        (_, None) => (due.what.to_string(), when::until(due.at, now, count)),
    };
    Words {
        state,
        role,
        what,
        when,
        who: people.or(owner).unwrap_or_default(),
    }
}

/// The age of the page text against what it may be, and who set that: the playbook, or a promise in the text itself.
fn page(incident: &Incident, due: &Due, now: Timestamp) -> String {
    let Some(age) = incident.page_age(now) else {
        return due.what.to_string();
    };
    let promised = incident.live_post().and_then(|post| post.next_update);
    let promised = promised.map(|_| word!(", next one promised"));
    say!(
        "page text {number}, {minutes} min old{promised}",
        number = age.number,
        minutes = age.minutes,
        promised = promised.unwrap_or_default()
    )
}

fn settled_words(incident: &Incident, row: &Row, stage: &Stage) -> Words {
    let level = match &row.key {
        RowKey::Level(role) => incident.level(role).ok(),
        RowKey::Callback(_) | RowKey::Other(_) => None,
    };
    let Some(level) = level else {
        return Words {
            state: "",
            role: Role::Plain,
            what: String::new(),
            when: String::new(),
            who: String::new(),
        };
    };
    let (state, role, when, who) = settled(incident, level, stage);
    Words {
        state,
        role,
        what: noted(incident, level),
        when,
        who,
    }
}

/// The title; of a late entry with when it was noted, beside the time it happened.
fn noted(incident: &Incident, level: &Level) -> String {
    let late = level.informed().filter(|informed| {
        let late = informed.recorded_at.duration_since(informed.at);
        late.as_secs() >= 60
    });
    match late {
        Some(informed) => {
            let noted = when::after_start(incident.minutes(informed.recorded_at));
            say!("{title} (noted {noted})", title = level.title, noted)
        }
        None => level.title.to_string(),
    }
}

fn settled(incident: &Incident, level: &Level, _stage: &Stage) -> (&'static str, Role, String, String) {
    match (level.informed(), level.skipped()) {
        (Some(informed), _) => {
            let at = when::after_start(incident.minutes(informed.at));
            let at = match level.informed_late() {
                true => say!("{at} late", at),
                false => at,
            };
            (word!("done"), Role::Done, at, informed.person.to_string())
        }
        (None, Some(_)) => (
            word!("skip"),
            Role::Plain,
            word!("skipped").to_owned(),
            String::new(),
        ),
        // The severity it has now does not ask for it; what was tried stays on record.
        (None, None) => ("", Role::Plain, word!("not asked").to_owned(), String::new()),
    }
}

fn draw_row(canvas: &mut Canvas, line: Rect, words: &Words, columns: Columns, selected: bool) {
    let width = line.width as usize;
    // Where there is little room the time stands at the right end and takes no more than it needs; "over" is left out
    // beside a state that says so.
    let late = [word!("LATE"), word!("NOW")].contains(&words.state);
    let short = words.when.strip_suffix(" over").filter(|_| late);
    let narrow = line.width < NARROW;
    let when = short.filter(|_| narrow).unwrap_or(&words.when);
    let (state, time, who) = match line.width {
        ..NARROW => (5, fit::width(when), 0),
        _ => (6, columns.time, columns.who),
    };
    let what = width.saturating_sub(2 + state + time + 1 + who);
    let pointer = if selected { canvas.pointer() } else { "  " };
    let what_role = if selected { Role::Selected } else { Role::Plain };
    // What is soon says so once; what is late stands out as a whole.
    let when_role = match words.role {
        Role::Overdue => Role::Overdue,
        _ => Role::Plain,
    };
    canvas.spans(
        line.x,
        line.y,
        line.width,
        &[
            (pointer, Role::Selected),
            (&fit::left(words.state, state), words.role),
            (&fit::left(&words.what, what), what_role),
            (" ", Role::Plain),
            (&fit::left(when, time), when_role),
            (&fit::cut(&words.who, who), Role::Plain),
        ],
    );
}
