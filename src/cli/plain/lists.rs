//! Lists that are read out: each line begins with a number that stands for it from then on.

use super::super::context::Context;
use super::super::failure::Failure;
use super::super::numbers::{List, Numbers};
use super::walk;
use crate::domain::due::{Due, DueState, Kind};
use crate::domain::ids::{AccountId, IncidentId};
use crate::run::desk::Desk;
use crate::tui::screen::room::accounts::state;
use crate::tui::stage::Stage;
use crate::tui::words::when::{Count, clock, until};
use tokio::sync::Mutex;

/// Lines of a list, unless all of it is asked for.
const SOME: usize = 10;

/// The names of the call list, as somebody types them.
pub fn names(desk: &Desk) -> Vec<String> {
    let incident = desk.stage().incident();
    let rows = incident.into_iter().flat_map(|incident| incident.rows.values());
    rows.map(|row| row.name().to_string()).collect()
}

pub async fn accounts(context: &mut Context, desk: &Mutex<Desk>, all: bool) -> Result<(), Failure> {
    let desk = desk.lock().await;
    let stage = desk.stage();
    let list = &stage.board.list;
    if list.is_empty() {
        return context.line("Nobody is on the call list.");
    }
    let shown = if all { list.len() } else { SOME.min(list.len()) };
    for (at, listed) in list.iter().take(shown).enumerate() {
        let (word, _, who) = state(listed, stage);
        let who = Some(who).filter(|who| !who.is_empty());
        let who = who.map(|who| format!(", {who}")).unwrap_or_default();
        let worth = worth(stage, &listed.account);
        context.line(format!("{}: {}: {word}{who}{worth}", at + 1, listed.name))?;
    }
    if list.len() > shown {
        context.line(format!("{} more; list all reads them out.", list.len() - shown))?;
    }
    let accounts = list.iter().map(|listed| listed.account.clone()).collect();
    number(context, List::Accounts, |numbers| numbers.accounts = accounts);
    Ok(())
}

fn worth(stage: &Stage, account: &AccountId) -> String {
    let row = stage.incident().and_then(|incident| incident.rows.get(account));
    let arr = row
        .and_then(|row| row.affected.arr_reported)
        .filter(|_| !stage.masked);
    arr.map(|arr| format!(", ARR {}", arr.short()))
        .unwrap_or_default()
}

pub async fn dues(context: &mut Context, desk: &Mutex<Desk>, all: bool) -> Result<(), Failure> {
    let desk = desk.lock().await;
    let stage = desk.stage();
    let dues = &stage.board.dues;
    if dues.is_empty() {
        return context.line("Nothing is due.");
    }
    let shown = if all { dues.len() } else { SOME.min(dues.len()) };
    for (at, due) in dues.iter().take(shown).enumerate() {
        context.line(format!("{}: {}", at + 1, due_words(due, stage)))?;
    }
    if dues.len() > shown {
        context.line(format!("{} more; dues all reads them out.", dues.len() - shown))?;
    }
    let kinds = dues.iter().map(|due| due.kind.clone()).collect();
    number(context, List::Dues, |numbers| numbers.dues = kinds);
    Ok(())
}

fn due_words(due: &Due, stage: &Stage) -> String {
    let word = match due.state(stage.now) {
        DueState::Overdue => "OVERDUE, ",
        DueState::Soon | DueState::Waiting => "",
    };
    let when = match due.dated() {
        true => until(due.at, stage.now, Count::Minutes),
        false => "no date yet".to_owned(),
    };
    let owner = match &due.owner {
        Some(owner) => format!(", {owner}"),
        // It says so itself.
        None if due.what.contains("nobody") => String::new(),
        None => ", nobody's yet".to_owned(),
    };
    format!("{word}{}, {when}{owner}", due.what)
}

/// What a number alone stands for, in full and with what can be typed for it.
pub async fn read_out(context: &mut Context, desk: &Mutex<Desk>, number: usize) -> Result<(), Failure> {
    let numbers = context.plain.as_ref().map(|plain| plain.numbers.clone());
    let numbers = numbers.unwrap_or_default();
    let given = number.to_string();
    let none = || {
        Failure::usage(format!(
            "{given} stands for nothing; list or dues reads out what numbers stand for"
        ))
    };
    match numbers.last {
        None => Err(none()),
        Some(List::Accounts) => {
            let account = numbers.account(&given).cloned().ok_or_else(none)?;
            walk::card(context, desk, account).await?;
            context.line(format!(
                "Type call {given} to go through the call, claim {given}, or result {given} voicemail."
            ))
        }
        Some(List::Dues) => {
            let key = numbers.debt(&given).ok_or_else(none)?;
            let desk = desk.lock().await;
            let stage = desk.stage();
            let due = stage.board.dues.iter().find(|due| due.kind.key() == key);
            let Some(due) = due else {
                return context.line("That is no longer due.");
            };
            let at = match due.dated() {
                true => format!(", at {}", clock(due.at, stage.now, &stage.setting.zone)),
                false => String::new(),
            };
            let called = |account: &AccountId| numbers.say(account, stage.incident());
            let does = types(&due.kind, number, called);
            context.line(format!("{}{at}. Type: {does}", due_words(due, stage)))
        }
    }
}

fn types(kind: &Kind, number: usize, called: impl Fn(&AccountId) -> String) -> String {
    match kind {
        Kind::Level(role) => format!("inform {role}"),
        Kind::Promise(seq) => format!("keep {seq}"),
        Kind::Callback(account) => format!("call {}", called(account)),
        Kind::Ask(seq) => format!("answer {seq} and the words"),
        Kind::Page => "help page, or help draft".to_owned(),
        Kind::Intent => "plan and the words".to_owned(),
        _ => format!("settle {number} --kept, or help settle"),
    }
}

/// Reads out the open incidents, or goes on in another.
pub async fn incident(
    context: &mut Context,
    desk: &Mutex<Desk>,
    id: Option<IncidentId>,
) -> Result<(), Failure> {
    let mut desk = desk.lock().await;
    let Some(id) = id else {
        let stage = desk.stage();
        let here = stage.incident().map(|incident| incident.id);
        let open = stage.picture().open();
        if open.is_empty() {
            return context.line("No incident is open.");
        }
        for incident in open {
            let here = if here == Some(incident.id) {
                ", this one"
            } else {
                ""
            };
            let severity = incident.severity.as_str().to_uppercase();
            context.line(format!("{}: {severity} {}{here}", incident.id, incident.title))?;
        }
        return Ok(());
    };
    desk.stage().picture().which(Some(id))?;
    desk.choose(id);
    context.incident = Some(id);
    // Numbers of another incident's lists stand for nothing here.
    number(context, List::Accounts, |numbers| {
        *numbers = Numbers {
            incident: Some(id),
            ..Numbers::default()
        };
    });
    let title = desk.stage().incident().map(|incident| incident.title.to_string());
    context.line(format!("Now in {id}: {}", title.unwrap_or_default()))
}

fn number(context: &mut Context, list: List, change: impl FnOnce(&mut Numbers)) {
    if let Some(plain) = &mut context.plain {
        plain.numbers.last = Some(list);
        change(&mut plain.numbers);
    }
}
