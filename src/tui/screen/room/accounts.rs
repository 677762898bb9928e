//! The pane of the affected accounts: whom to call first, who has whom.

use super::header::stale;
use super::{Pane, Room};
use crate::domain::assignments::Right;
use crate::domain::call_list::{Listed, Order, RowState};
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::may::May;
use crate::domain::outreach::Row;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::screen::may;
use crate::tui::screen::part::deal as whose_call;
use crate::tui::stage::{Asking, Stage};
use crate::tui::theme::Role;
use crate::tui::words::when::{self, Count};
use crate::tui::words::{self, fit};
use jiff::tz::TimeZone;
use ratatui::layout::Rect;

pub fn draw(canvas: &mut Canvas, area: Rect, room: &Room, stage: &Stage, incident: &Incident) {
    let focused = room.pane == Pane::Accounts;
    let rows = area.height.saturating_sub(1) as usize;
    let total = room.listed.len();
    let top = room.accounts.window(total, rows);
    let title = title(room, stage, top);
    canvas.title(area, &title, focused);
    headings(canvas, area, fit::width(&title) + 3);
    if room.filter.open {
        let field = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(1),
            height: 1,
            ..area
        };
        room.filter
            .field
            .draw(canvas, field, word!("1 ACCOUNTS  find:"), true);
    }
    let list = &stage.board.list;
    if total == 0 {
        return nothing(canvas, area, room, incident);
    }
    let hidden = total.saturating_sub(top + rows);
    for (line, at) in room.listed.iter().skip(top).take(rows).enumerate() {
        let y = area.y + 1 + line as u16;
        if hidden > 0 && line + 1 == rows {
            let more = say!("    ... {hidden} more", hidden = hidden + 1);
            canvas.text(area.x, y, area.width, &more, Role::Quiet);
            continue;
        }
        let listed = &list[*at];
        let selected = focused && top + line == room.accounts.row();
        let line = Rect { y, height: 1, ..area };
        draw_row(
            canvas,
            line,
            listed,
            incident.rows.get(&listed.account),
            stage,
            selected,
        );
    }
}

/// Names the columns in the rule of the title, where they stand.
fn headings(canvas: &mut Canvas, area: Rect, taken: usize) {
    let columns = columns(area.width as usize);
    let money = 2 + columns.state + 1 + columns.name + 1;
    let owner = money + columns.money + 1 + columns.tier + columns.local;
    let who = owner + columns.owner;
    let mut name = |at: usize, width: usize, text: &str| {
        let text = format!(" {text} ");
        if at > taken && fit::width(&text) <= width + 2 {
            canvas.text(
                area.x + at as u16 - 1,
                area.y,
                text.len() as u16,
                &text,
                Role::Quiet,
            );
        }
    };
    name(money + columns.money - 3, 3, word!("ARR"));
    name(
        money + columns.money + 1 + columns.tier,
        columns.local,
        word!("there"),
    );
    name(owner, columns.owner, word!("owner"));
    name(who, columns.who, word!("who, when"));
}

/// The title says what is above the rows in view: a row that became urgent does not push the cursor away.
fn title(room: &Room, stage: &Stage, above: usize) -> String {
    let order = match room.order {
        Order::Rank => word!("to call first"),
        Order::Due => word!("soonest due first"),
    };
    let (total, stale) = (stage.board.list.len(), stale(stage));
    match room.filter.is_empty() {
        true if above > 0 => say!("1 ACCOUNTS{stale}  {order}, {above} above", stale, order, above),
        true => say!("1 ACCOUNTS{stale}  {order}", stale, order),
        false => say!(
            "1 ACCOUNTS{stale}  {listed} of {total} with \"{field}\", Esc shows all",
            stale,
            listed = room.listed.len(),
            total,
            field = room.filter.field.text()
        ),
    }
}

fn nothing(canvas: &mut Canvas, area: Rect, room: &Room, incident: &Incident) {
    let (first, second) = match (room.filter.is_empty(), incident.components.is_empty()) {
        (false, _) => (
            word!("  No account has these words."),
            word!("  Esc shows all again."),
        ),
        (true, true) => (
            word!("  No component is named yet,"),
            word!("  so no account is known to be affected."),
        ),
        (true, false) => (
            word!("  No account on record uses what is affected."),
            word!("  Import accounts: warroom accounts import"),
        ),
    };
    canvas.text(area.x, area.y + 1, area.width, first, Role::Plain);
    canvas.text(area.x, area.y + 2, area.width, second, Role::Plain);
}

/// The widths of the columns of a row, by the width of the pane.
struct Columns {
    state: usize,
    name: usize,
    money: usize,
    who: usize,
    tier: usize,
    local: usize,
    owner: usize,
}

/// At most so many cells for the name of an account.
const NAME: usize = 34;

fn columns(width: usize) -> Columns {
    let (state, money) = (10, 5);
    let (tier, local, owner) = match width {
        ..60 => (0, 0, 0),
        60..66 => (0, 6, 0),
        66..100 => (7, 6, 0),
        _ => (7, 6, 11),
    };
    let rest = width.saturating_sub(2 + state + 1 + money + 1 + 1 + tier + local + owner);
    // From so many cells on there is room for a reason.
    let who = match rest {
        ..36 => (rest * 2 / 5).max(11),
        _ => (rest * 2 / 5).max(19),
    };
    // No name needs more, and what stands beside it should not be far away.
    let name = rest.saturating_sub(who).min(NAME);
    Columns {
        state,
        money,
        who: rest.saturating_sub(name),
        tier,
        local,
        owner,
        name,
    }
}

fn draw_row(
    canvas: &mut Canvas,
    line: Rect,
    listed: &Listed,
    row: Option<&Row>,
    stage: &Stage,
    selected: bool,
) {
    let columns = columns(line.width as usize);
    let (state, role, who) = state(listed, stage);
    // Beside the time it is there, a time of ours is told from it.
    let who = match columns.local > 0 && who.starts_with(|c: char| c.is_ascii_digit()) {
        true => say!("at {who}", who),
        false => who,
    };
    let name = match listed.pinned {
        true => format!("^{}", listed.name),
        false => listed.name.to_string(),
    };
    let name = fit::cut(&name, columns.name);
    // Apart from the name, so that a step of the selection does not send it.
    let gap = " ".repeat(columns.name - fit::width(&name) + 1);
    let name_role = if selected { Role::Selected } else { Role::Plain };
    let pointer = if selected { canvas.pointer() } else { "  " };
    let (money, known) = row.map(|row| known(row, &columns, stage)).unwrap_or_default();
    let spans = [
        (pointer, Role::Selected),
        (&fit::left(&state, columns.state), role),
        (" ", Role::Plain),
        (&name, name_role),
        (&gap, Role::Plain),
        (&money, Role::Plain),
        (&known, Role::Quiet),
        (&fit::pieces(&who, columns.who), role_of_who(&listed.state, stage)),
    ];
    canvas.spans(line.x, line.y, line.width, &spans);
}

/// What an account is worth, and what else is known of it beforehand, in the columns there is room for.
fn known(row: &Row, columns: &Columns, stage: &Stage) -> (String, String) {
    let account = &row.affected.account;
    let money = match (stage.masked, row.affected.arr_reported) {
        (true, _) => "...".to_owned(),
        (false, Some(amount)) => amount.short(),
        (false, None) => "?".to_owned(),
    };
    let money = fit::right(&money, columns.money) + " ";
    let mut known = fit::left(&say!("tier {tier}", tier = account.tier as u8 + 1), columns.tier);
    if columns.local > 0 {
        let zone = account
            .timezone
            .as_deref()
            .and_then(|zone| TimeZone::get(zone).ok());
        let local = zone.map_or("?".to_owned(), |zone| when::clock(stage.now, stage.now, &zone));
        known += &fit::left(&local, columns.local);
    }
    if columns.owner > 0 {
        let owner = account
            .owner
            .as_ref()
            .map_or(word!("nobody").to_owned(), ToString::to_string);
        known += &(fit::left(&owner, columns.owner - 1) + " ");
    }
    (money, known)
}

fn role_of_who(state: &RowState, stage: &Stage) -> Role {
    match state {
        RowState::Claimed { by, .. } | RowState::OnPhone { by, .. } if *by == stage.me().name => Role::Mine,
        _ => Role::Plain,
    }
}

/// The word for a row, its role, and who or when.
pub fn state(listed: &Listed, stage: &Stage) -> (String, Role, String) {
    let now = stage.now;
    let me = &stage.me().name;
    let name = |by: &crate::domain::ids::Name| {
        if by == me {
            word!("you").to_owned()
        } else {
            by.to_string()
        }
    };
    let clock = |at| when::clock(at, now, &stage.setting.zone);
    if let Some(asking) = stage.asking(&listed.account) {
        let (word, who) = match asking {
            Asking::Claiming => (word!("claiming.."), word!("not yet you")),
            Asking::GivingBack => (word!("giving up."), word!("still you")),
            Asking::Checking => (word!("checking.."), word!("no answer")),
        };
        return (word.to_owned(), Role::Soon, who.to_owned());
    }
    match &listed.state {
        RowState::ToCall { now: its_time } => {
            let (word, role) = to_call(listed, *its_time, stage);
            (word.to_owned(), role, free(listed, stage))
        }
        RowState::Asleep => (word!("asleep").to_owned(), Role::Plain, free(listed, stage)),
        RowState::Claimed { by, until } if by == me => (
            word!("yours").to_owned(),
            Role::Mine,
            say!("until {clock}", clock = clock(*until)),
        ),
        RowState::Claimed { by, .. } => (word!("claimed").to_owned(), Role::Others, say!("{by} has it", by)),
        RowState::OnPhone { by, since } => (
            word!("on phone").to_owned(),
            Role::Others,
            format!("{} {}", name(by), when::lasted(*since, now)),
        ),
        RowState::CallAgain { at, .. } if *at <= now => {
            (word!("CALL AGAIN").to_owned(), Role::Overdue, free(listed, stage))
        }
        RowState::CallAgain { by, at } => (
            word!("call again").to_owned(),
            Role::Plain,
            format!("{} {}", clock(*at), name(by)),
        ),
        RowState::Reached { by, told } => {
            (word!("reached").to_owned(), Role::Done, told_by(*told, &name(by)))
        }
        RowState::TellAgain { told, .. } => {
            let free = free(listed, stage);
            (
                word!("TELL AGAIN").to_owned(),
                Role::Soon,
                match free.is_empty() {
                    true => knows(*told, stage),
                    false => format!("{free}, {}", knows(*told, stage)),
                },
            )
        }
        RowState::Write { left, .. } => (
            word!("WRITE").to_owned(),
            Role::Soon,
            may::to_write(left).to_owned(),
        ),
        RowState::Unreachable { .. } => (
            word!("no answer").to_owned(),
            Role::Soon,
            decides(stage).to_owned(),
        ),
        RowState::ByMail { by } => (
            word!("by mail").to_owned(),
            Role::Done,
            say!("says {by}", by = name(by)),
        ),
        RowState::LeftAlone { by } => (
            word!("left alone").to_owned(),
            Role::Done,
            say!("says {by}", by = name(by)),
        ),
        RowState::Settled => (word!("settled").to_owned(), Role::Done, String::new()),
        RowState::NotAffected => (
            word!("not hit").to_owned(),
            Role::Plain,
            word!("says so").to_owned(),
        ),
        RowState::DoNotContact { .. } => (
            word!("NO CALLS").to_owned(),
            Role::Quiet,
            word!("they asked").to_owned(),
        ),
    }
}

/// Red is what is overdue, and nothing else: a call whose time has come is another thing. Nobody is urged to a call that
/// is somebody else's to make.
fn to_call(listed: &Listed, its_time: bool, stage: &Stage) -> (&'static str, Role) {
    let late = listed.due.is_some_and(|due| due <= stage.now) && !listed.called_us;
    match (its_time, may::mine(listed, stage)) {
        (true, _) if late => (word!("OVERDUE"), Role::Alarm),
        (true, May::Kept { .. } | May::Offered { .. } | May::Speaks { .. }) => {
            (word!("to call"), Role::Plain)
        }
        (true, _) => (word!("CALL NOW"), Role::Soon),
        (false, _) => (word!("to call"), Role::Plain),
    }
}

/// Who says how it goes on where nobody answers.
fn decides(stage: &Stage) -> &'static str {
    let leads = stage.incident().and_then(Incident::leads_calls);
    match leads == Some(&stage.me().name) {
        true => word!("you decide"),
        false => word!("to decide"),
    }
}

/// Whether whoever looks may call what nobody has, or whose turn it is.
fn free(listed: &Listed, stage: &Stage) -> String {
    let clock = |at| when::clock(at, stage.now, &stage.setting.zone);
    let late = listed.due.filter(|due| *due <= stage.now);
    let late = late.map(|due| when::until(due, stage.now, Count::Minutes));
    let desk = listed.night_desk.then(|| word!("night desk").to_owned());
    let more = may::comes_up(listed, stage).or(late).or(desk);
    let with_more = |word: &str| match &more {
        Some(more) => format!("{word}, {more}"),
        None => word.to_owned(),
    };
    match may::mine(listed, stage) {
        May::Kept { by, until } => say!("{by} to {clock}", by, clock = clock(until)),
        May::Offered { to, until } => say!("{to} asked, until {clock}", to, clock = clock(until)),
        May::Asleep { until: Some(until) } => say!("wakes {clock}", clock = clock(until)),
        May::Asleep { until: None } => word!("night there").to_owned(),
        May::Speaks { language, by } => {
            say!(
                "for {by}, {language}",
                by = by.first().map_or("", Name::as_str),
                language
            )
        }
        May::Call
            if listed
                .whose
                .as_ref()
                .is_some_and(|whose| whose.by != Right::Owner) =>
        {
            with_more(&given(listed, stage))
        }
        // Nothing stands for nobody: it is so in most rows.
        May::Call if may::calls(stage) => more.unwrap_or_default(),
        _ => with_more(word!("nobody yet")),
    }
}

/// Who is to call, where somebody was asked to: `you, for dana (asleep)`.
fn given(listed: &Listed, stage: &Stage) -> String {
    let Some(whose) = listed.whose.as_ref() else {
        return String::new();
    };
    // Short enough for the narrowest column.
    match (&whose.by, whose.who == stage.me().name) {
        (Right::Offered { .. }, true) => word!("for you?").to_owned(),
        (Right::Offered { .. }, false) => say!("{who} asked", who = whose.who),
        (Right::Owner | Right::Taken | Right::StandsIn { .. }, _) => whose_call::words(stage, whose),
    }
}

/// Who told them, and which words.
fn told_by(told: Option<u32>, by: &str) -> String {
    match told {
        None => by.to_owned(),
        Some(number) => format!("{by}, {}", words::text(number)),
    }
}

/// What they heard, and what they have not heard yet.
fn knows(told: u32, stage: &Stage) -> String {
    let live = stage.incident().map_or(told, Incident::words_live);
    let out = match live > told {
        true => say!(", text {live} is out", live),
        false => String::new(),
    };
    say!("heard {told}{out}", told = words::text(told), out)
}
