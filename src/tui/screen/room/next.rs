//! The line that says what this person does next, whether anybody else has it, and what Enter does about it.

use super::{Pane, Room, acts};
use crate::domain::assignments::Right;
use crate::domain::call_list::RowState;
use crate::domain::ids::{AccountId, Name};
use crate::domain::incident::Incident;
use crate::domain::next::Next;
use crate::domain::speech::{mark, said, say, word};
use crate::domain::text::Clean;
use crate::tui::canvas::Canvas;
use crate::tui::screen::may;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use jiff::Timestamp;
use ratatui::layout::Rect;

const LABEL: &str = mark!("NEXT FOR YOU");
/// What brings the keys back here.
const FIRST: &str = mark!("Esc, ");

/// `keys`: the keys go to the room, not to something open over it. The line looks the same whether or not they go to
/// it, but for the marker and for what is to be pressed first: a step onto it or away costs a few bytes.
pub fn draw(canvas: &mut Canvas, area: Rect, room: &Room, stage: &Stage, keys: bool) {
    let focused = room.pane == Pane::Next && keys && !room.on_menu;
    let pointer = if focused { canvas.pointer() } else { "  " };
    let (essential, more) = sentence(stage);
    let start = format!("  {essential}");
    let width = (area.width as usize).saturating_sub(2 + fit::width(said(LABEL)));
    let enter = match stage.board.next {
        Next::Nothing => String::new(),
        _ if !keys => String::new(),
        _ => enter(focused, room, stage, width.saturating_sub(fit::width(&start))),
    };
    let left = width.saturating_sub(fit::width(&enter));
    let mut says = fit::cut(&start, left);
    // Piece by piece, as far as there is room.
    for piece in more {
        if fit::width(&says) + fit::width(&piece) <= left {
            says += &piece;
        }
    }
    let says = fit::left(&(says + &enter), width);
    let parts = [
        (pointer, Role::Selected),
        (said(LABEL), Role::Next),
        (&says, Role::Strong),
    ];
    canvas.spans(area.x, area.y, area.width, &parts);
}

/// What Enter does about it, in so many cells if it can, behind the key that has to come first or the room for it.
fn enter(focused: bool, room: &Room, stage: &Stage, cells: usize) -> String {
    let does = acts::enter_says_of(Pane::Next, room, stage);
    let first = match focused {
        true => " ".repeat(fit::width(said(FIRST))),
        false => said(FIRST).to_owned(),
    };
    let bare = if focused { "" } else { said(FIRST) };
    let ways = [
        say!("   {first}Enter = {does}", first, does),
        say!("   {bare}Enter = {does}", bare, does),
    ];
    let fits = ways.into_iter().find(|way| fit::width(way) <= cells);
    fits.unwrap_or_else(|| say!("   {first}Enter", first))
}

/// Who else has the account of a call of whoever looks.
fn taken_by<'a>(stage: &'a Stage, account: &AccountId) -> Option<&'a Name> {
    let claim = stage.picture().claims.on(account)?;
    Some(&claim.holder).filter(|holder| **holder != stage.me().name)
}

/// What to do, and the pieces that may be left out where there is no room for them, the first last.
pub fn sentence(stage: &Stage) -> (String, Vec<String>) {
    match &stage.board.next {
        Next::Claim { account, name, due } => to_claim(stage, account, name, *due),
        _ => {
            let (essential, more) = of_one(stage);
            (essential, vec![more])
        }
    }
}

/// A free account: what to do about it and that they may, then why it is they, who has it, and by when.
fn to_claim(
    stage: &Stage,
    account: &AccountId,
    name: &Clean,
    due: Option<Timestamp>,
) -> (String, Vec<String>) {
    let (now, zone) = (stage.now, &stage.setting.zone);
    let listed = stage.board.list.iter().find(|listed| listed.account == *account);
    let text = stage.incident().map_or(0, Incident::words_live);
    let call = match listed.map(|listed| &listed.state) {
        Some(RowState::TellAgain { .. }) => say!("tell {name} text {text}", name, text),
        Some(_) | None => say!("call {name}", name),
    };
    let when = due.map(|at| match at <= now {
        true => format!(", {}", when::until(at, now, Count::Minutes)),
        false => say!(", by {clock}", clock = when::clock(at, now, zone)),
    });
    // What comes up for them says why it is they.
    if let Some(soon) = listed.and_then(|listed| may::comes_up(listed, stage)) {
        let more = when.into_iter().collect();
        return (format!("{call}: {soon}"), more);
    }
    let who = match listed.and_then(|listed| listed.whose.as_ref()) {
        Some(whose) if matches!(whose.by, Right::Offered { .. }) && whose.who != stage.me().name => {
            say!(", {who} was asked", who = whose.who)
        }
        Some(_) | None => word!(", nobody has it").to_owned(),
    };
    (call, [who].into_iter().chain(when).collect())
}

fn of_one(stage: &Stage) -> (String, String) {
    let now = stage.now;
    let counting = |due: Timestamp| stage.board.counting().is_some_and(|next| next.at == due);
    let due = |due: Timestamp| when::until(due, now, stage.count(counting(due), due));
    let whole = |text: String| (text, String::new());
    match &stage.board.next {
        Next::Record { account, name, .. } if taken_by(stage, account).is_some() => {
            let by = taken_by(stage, account).map_or(word!("somebody"), Name::as_str);
            (
                say!("{by} took {name} over from you", by, name),
                word!(": say how your call ended").to_owned(),
            )
        }
        Next::Record { name, since, .. } => {
            let minutes = when::lasted(*since, now);
            (
                say!("you are on the phone with {name}", name),
                say!(", {minutes}: say how it ends", minutes),
            )
        }
        Next::OnTheLine {
            name, with, since, ..
        } => (
            say!("{name} is on the line with {with}", name, with),
            say!(
                ", {lasted}: you have the account",
                lasted = when::lasted(*since, now)
            ),
        ),
        Next::Call { name, until, .. } => whole(say!(
            "call {name}: yours until {clock}",
            name,
            clock = when::clock(*until, now, &stage.setting.zone)
        )),
        Next::TakeCommand => whole(word!("take command: nobody has it").to_owned()),
        Next::Answer {
            ask,
            question,
            due: at,
        } => {
            let waiting = stage.incident().and_then(|incident| incident.asks.get(*ask));
            let wait = match waiting.map_or(1, |ask| ask.waits().count()) {
                1 => word!("1 waits").to_owned(),
                several => say!("{several} wait", several),
            };
            (question.to_string(), format!(": {wait}, {}", due(*at)))
        }
        Next::TakeOver { from, since } => whole(say!(
            "take command: {from} silent {lasted}",
            from,
            lasted = when::lasted(*since, now)
        )),
        Next::AcceptAccounts { what, .. } => whole(what.to_string()),
        Next::AcceptDuty { duty, from } => whole(say!("{from} offers you to be {duty}", from, duty)),
        Next::Inform { role, title, due: at } => {
            let level = stage.incident().and_then(|incident| incident.level(role).ok());
            let person = level.and_then(|level| level.person.as_ref()).map(Name::as_str);
            let who = person.map(|person| format!(" ({person})")).unwrap_or_default();
            (
                say!("tell the {title}{who}, {due}", title, who, due = due(*at)),
                word!(": nobody has yet").to_owned(),
            )
        }
        Next::Approve { what, due: at, .. } => (what.to_string(), format!(", {}", due(*at))),
        Next::Word { what, due: at, .. } => (what.to_string(), format!(", {}", due(*at))),
        Next::Risen {
            what, owner, due: at, ..
        } => {
            let whose = owner
                .as_ref()
                .map_or(word!("nobody's").to_owned(), |owner| format!("{owner}'s"));
            (format!("{what}: {}", due(*at)), format!(", {whose}"))
        }
        Next::Publish { due: at, .. } => whole(say!(
            "publish the approved page text and say where: {due}",
            due = due(*at)
        )),
        Next::Page { due: at, first: true } => whole(say!(
            "write the first text for the status page: {due}",
            due = due(*at)
        )),
        Next::Page {
            due: at,
            first: false,
        } => whole(say!("write the next page text: {due}", due = due(*at))),
        Next::Report { what, due: at } => (what.to_string(), format!(": {}", due(*at))),
        Next::Plan { due: at } => (
            word!("say what is planned next").to_owned(),
            format!(", {}", due(*at)),
        ),
        // Said above, with more to leave out.
        Next::Claim { name, .. } => whole(say!("call {name}", name)),
        Next::CallAgain { name, due: at, .. } => (say!("call {name} again", name), format!(", {}", due(*at))),
        Next::Write { name, left, .. } => (
            say!(
                "write to {name}: {to_be_written}",
                name,
                to_be_written = may::to_be_written(left)
            ),
            word!(", enough calls").to_owned(),
        ),
        Next::Decide { name, due: at, .. } => (
            say!("decide about {name}: nobody answers", name),
            format!(", {}", due(*at)),
        ),
        Next::Rest(strain) => whole(say!("{strain}: take a break?", strain = strain.words())),
        Next::Away { until } => whole(say!(
            "you are on a break until {clock}",
            clock = when::clock(*until, now, &stage.setting.zone)
        )),
        Next::Debrief => (
            word!("three questions: how was it for you?").to_owned(),
            word!(" unnamed, two minutes").to_owned(),
        ),
        Next::Tell { what, due: at, .. } => (what.to_string(), format!(": {}", due(*at))),
        Next::Nothing => whole(word!("nothing waits for you").to_owned()),
    }
}
