//! What there is to know of who is on the line: who has them, what they were told and when, and what we owe them.

use super::callers::{Caller, person, remark};
use crate::domain::asks::Ask as Question;
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::screen::asks::on_the_card;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when::{self, Count};
use crate::tui::words::{self, fit};
use crate::wire::{Common, Linked};
use jiff::Timestamp;
use ratatui::layout::Rect;

/// A label, what it says, and how that is to be read.
type Line = (&'static str, String, Role);

/// Labels take so many cells.
const LABEL: usize = 9;

pub fn draw(canvas: &mut Canvas, area: Rect, stage: &Stage, caller: &Caller) {
    let mut y = area.y;
    for (label, text, role) in lines(stage, caller) {
        let wrapped = fit::wrap(&text, (area.width as usize).saturating_sub(LABEL));
        for (at, line) in wrapped.iter().enumerate() {
            if y >= area.bottom() {
                return;
            }
            let label = fit::left(if at == 0 { label } else { "" }, LABEL);
            canvas.spans(area.x, y, area.width, &[(&label, Role::Plain), (line, role)]);
            y += 1;
        }
    }
}

fn lines(stage: &Stage, caller: &Caller) -> Vec<Line> {
    match caller {
        Caller::Known {
            account,
            contact,
            linked,
            tier,
            ..
        } => {
            let who = contact.as_ref().map(|contact| person(stage, contact));
            let who = match who {
                Some(who) => say!("{who}; {tier} account", who, tier),
                None => say!("anybody there; {tier} account", tier),
            };
            let mut lines = vec![(word!("Who"), who, Role::Plain)];
            lines.extend(known(stage, account));
            lines.extend(common(linked));
            lines
        }
        Caller::NewPerson { account, .. } => {
            let say =
                word!("They are at this account and on no list of ours: their name and number are kept.");
            let mut lines = vec![("", say.to_owned(), Role::Plain)];
            lines.extend(known(stage, account));
            lines
        }
        Caller::NewAccount => {
            let say = match stage.finder.failed() {
                true => {
                    word!(
                        "The hub could not be asked whether a list of ours has them. If none has, they come onto the call list."
                    )
                }
                false => {
                    word!(
                        "No list of ours has them. They come onto the call list, and are called from then on."
                    )
                }
            };
            vec![("", say.to_owned(), Role::Plain)]
        }
        Caller::Counted => {
            let line = stage.incident().and_then(Incident::others_line);
            let line = line.unwrap_or_else(|| word!("others: nobody has counted them yet").to_owned());
            vec![
                (word!("Now"), line, Role::Strong),
                (
                    "",
                    word!("They read the page; nobody calls them, and nobody forgets them.").to_owned(),
                    Role::Plain,
                ),
            ]
        }
    }
}

fn known(stage: &Stage, account: &AccountId) -> Vec<Line> {
    let Some(incident) = stage.incident() else {
        return vec![("", word!("No incident is open.").to_owned(), Role::Plain)];
    };
    let Some(row) = incident.rows.get(account) else {
        let (_, live) = incident.words_for_calls();
        let not = say!(
            "not on the call list of {incident}; Enter puts them there",
            incident = incident.id
        );
        return vec![
            (word!("Has it"), not, Role::Plain),
            (
                word!("Told"),
                word!("nothing yet by us; the page may have").to_owned(),
                Role::Plain,
            ),
            (word!("Say"), live.to_string(), Role::Strong),
        ];
    };
    let mut lines = vec![has_it(stage, row)];
    lines.extend(owed(stage, incident, row));
    lines.extend(told(stage, incident, row));
    lines
}

fn has_it(stage: &Stage, row: &Row) -> Line {
    let me = &stage.me().name;
    if let Some(call) = row.on_the_line().filter(|call| call.by != *me) {
        let say = say!(
            "on the line with {by} since {clock}",
            by = call.by,
            clock = clock(stage, call.at)
        );
        return (word!("Has it"), say, Role::Soon);
    }
    match stage.picture().claims.on(row.id()) {
        Some(claim) if claim.holder == *me => (word!("Has it"), word!("you").to_owned(), Role::Mine),
        Some(claim) => {
            let holder = &claim.holder;
            let phone = claim.calling_since.map(|since| {
                let minutes = when::lasted(since, stage.now);
                say!(", on the phone with them {minutes}", minutes)
            });
            let phone = phone.unwrap_or_default();
            let say = say!(
                "{holder}{phone}; Enter tells {holder} that they are on your line",
                holder,
                phone
            );
            (word!("Has it"), say, Role::Soon)
        }
        None => {
            let owner = row.affected.account.owner.as_ref();
            let owner = owner.map_or_else(String::new, |owner| say!(" ({owner} owns the account)", owner));
            let say = say!("nobody{owner}; Enter makes them yours", owner);
            (word!("Has it"), say, Role::Strong)
        }
    }
}

/// What a person there was told last, in the very words, by whom and when; then what holds now, if that is another.
fn told(stage: &Stage, incident: &Incident, row: &Row) -> Vec<Line> {
    let (number, live) = incident.words_for_calls();
    let last = row
        .reached()
        .filter(|attempt| attempt.facts.told.is_some())
        .max_by_key(|attempt| (attempt.at, attempt.seq));
    let Some((attempt, text)) = last.and_then(|last| Some((last, last.facts.told?))) else {
        return vec![
            (word!("Told"), word!("nothing yet by us").to_owned(), Role::Plain),
            (word!("Say"), live.to_string(), Role::Strong),
        ];
    };
    let said = match text {
        0 => Some(incident.playbook.first_words.to_string()),
        text => {
            let post = incident.posts.iter().find(|post| post.number == text);
            post.map(|post| post.text.to_string())
        }
    };
    let said = said.map(|words| format!(": {}", words.replace('\n', " ")));
    let said = said.unwrap_or_default();
    let when = say!(
        "at {clock} by {by}",
        clock = clock(stage, attempt.at),
        by = attempt.by
    );
    let told = words::text(text);
    if !incident.stale(row) {
        return vec![(word!("Told"), format!("{told} {when}{said}"), Role::Plain)];
    }
    // What holds now is what they are to hear; on a small screen there may be no room for what they heard before.
    let old = say!(
        "{told} {when}, which no longer hold{what}{said}",
        told,
        when,
        what = if text == 0 { "" } else { "s" },
        said
    );
    vec![
        (
            word!("Say"),
            format!("{}: {live}", words::text(number)),
            Role::Strong,
        ),
        (word!("Told"), old, Role::Soon),
    ]
}

/// Promises, calls put off, and the answers they wait for.
fn owed(stage: &Stage, incident: &Incident, row: &Row) -> Vec<Line> {
    let due = |at: Timestamp| {
        let role = if at <= stage.now {
            Role::Overdue
        } else {
            Role::Plain
        };
        (when::until(at, stage.now, Count::Minutes), role)
    };
    let mut lines = Vec::new();
    let promises = incident.owed_promises();
    for promise in promises.filter(|promise| promise.account.as_ref() == Some(row.id())) {
        let (left, role) = due(promise.due);
        lines.push((
            word!("Promised"),
            format!("{}, {left} ({})", promise.what, promise.owner),
            role,
        ));
    }
    if let Some(last) = row.last()
        && let Some(next) = last.facts.next_at
    {
        let (left, role) = due(next);
        let say = say!(
            "{by} after \"{disposition}\", {left}",
            by = last.by,
            disposition = last.facts.disposition.words(),
            left
        );
        lines.push((word!("Callback"), say, role));
    }
    let asks = incident
        .asks
        .standing()
        .filter(|ask: &&Question| ask.concerns(row.id()));
    for ask in asks {
        let (text, role) = on_the_card(stage, ask);
        lines.push((word!("Asked"), text, role));
    }
    lines
}

fn common(linked: &[Linked]) -> Option<Line> {
    let named = |by: Common| -> Vec<&str> {
        let same = linked.iter().filter(|other| other.by == by);
        same.map(|other| other.name.as_str()).collect()
    };
    let (phones, addresses) = (named(Common::Phone), named(Common::Address));
    let say = |what: &str, names: &[&str]| match names.is_empty() {
        true => None,
        false => Some(say!("the same {what} as {names}", what, names = names.join(", "))),
    };
    let parts: Vec<String> = [say(word!("phone"), &phones), say(word!("e-mail"), &addresses)]
        .into_iter()
        .flatten()
        .collect();
    let text = say!("{parts}: one result can count for all", parts = parts.join("; "));
    (!parts.is_empty()).then_some((word!("Linked"), text, Role::Plain))
}

fn clock(stage: &Stage, at: Timestamp) -> String {
    when::clock(at, stage.now, &stage.setting.zone)
}

/// The sentence under the search line, where there is one to say.
pub fn say(canvas: &mut Canvas, area: Rect, stage: &Stage, typed: &str) {
    if let Some((text, role)) = remark(stage, typed) {
        canvas.text(area.x, area.y, area.width, &text, role);
    }
}
