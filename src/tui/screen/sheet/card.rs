//! The call card, the first part of the sheet: who they are, whom to talk to, what was said before, and why they are
//! on the list.

use super::known::{linked, people};
use super::page::Page;
use super::step::Step;
use super::written::{Written, money};
use crate::domain::accounts::Contact;
use crate::domain::call_list::reasons;
use crate::domain::heard::{Heard, Question};
use crate::domain::ids::ContactId;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::speech::{say, word};
use crate::tui::screen::part;
use crate::tui::screen::typed_time::zone;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when;
use jiff::tz::TimeZone;

pub fn lines(page: &mut Page, stage: &Stage, incident: &Incident, row: &Row, written: &Written) {
    facts(page, row, stage);
    whom_to_call(page, stage, row, written.contact.as_ref());
    for (at, part) in part::all(stage, incident, row).into_iter().enumerate() {
        let step = part.opens.map(|_| Step::Part(at));
        page.say(step, part.label, &part.text, part.role);
    }
    counts_for(page, stage, incident, row, written);
    told(page, incident, row);
    history(page, row, stage);
}

/// What is good to know and need not be read before the call: it stands below the script.
pub fn background(page: &mut Page, stage: &Stage, incident: &Incident, row: &Row) {
    let notes = &incident.playbook.script.notes;
    for (at, note) in notes.iter().enumerate() {
        page.say(None, if at == 0 { word!("Mind") } else { "" }, note, Role::Plain);
    }
    gestures(page, incident, stage.masked);
    why(page, stage, incident, row);
}

fn facts(page: &mut Page, row: &Row, stage: &Stage) {
    let account = &row.affected.account;
    let money = match (stage.masked, row.affected.arr_reported) {
        (true, _) => word!("ARR hidden").to_owned(),
        (false, Some(amount)) => say!("ARR {short}", short = amount.short()),
        (false, None) => word!("ARR unknown").to_owned(),
    };
    let today = stage.now.to_zoned(TimeZone::UTC).date();
    let leave = account
        .leaves(today)
        .map_or(word!("renewal unknown").to_owned(), |day| {
            say!("can leave in {day} d", day = (day - today).get_days())
        });
    let there = zone(row).map_or(word!("local time unknown").to_owned(), |zone| {
        say!("{clock} there", clock = when::clock(stage.now, stage.now, &zone))
    });
    let owner = account
        .owner
        .as_ref()
        .map_or(word!("no owner").to_owned(), |owner| say!("owner {owner}", owner));
    let tickets = account
        .open_tickets
        .filter(|count| *count > 0)
        .map(|count| match count {
            1 => word!("1 open ticket").to_owned(),
            several => say!("{several} open tickets", several),
        });
    let parts = [
        Some(account.tier.as_str().to_owned()),
        Some(money),
        Some(leave),
        Some(owner),
        Some(there),
        tickets,
    ];
    let who: Vec<String> = parts.into_iter().flatten().collect();
    page.say(None, word!("Who"), &who.join(", "), Role::Plain);
}

fn whom_to_call(page: &mut Page, stage: &Stage, row: &Row, talks_to: Option<&ContactId>) {
    match stage.cards.get(row.id()) {
        None => {
            return page.say(
                None,
                word!("Call"),
                word!("asking the hub for their numbers ..."),
                Role::Plain,
            );
        }
        Some(Err(why)) => {
            return page.say(
                None,
                word!("Call"),
                &say!("no numbers: {why}", why),
                Role::Overdue,
            );
        }
        Some(Ok(_)) => {}
    }
    let people = people(stage, row.id(), row);
    if people.is_empty() {
        return page.say(
            None,
            word!("Call"),
            word!("nobody on record may be called"),
            Role::Soon,
        );
    }
    for (at, suggested) in people.iter().enumerate() {
        let chosen = match talks_to {
            Some(id) => suggested.contact.id == *id,
            None => at == 0,
        };
        let role = if chosen { Role::Selected } else { Role::Plain };
        let talks = talks_to.filter(|_| chosen).map(|_| word!("on the line: "));
        let text = format!("{}{}", talks.unwrap_or_default(), reach(suggested.contact, stage));
        let step = Some(Step::Person(at));
        page.say(
            step,
            if at == 0 { word!("Call") } else { word!("or") },
            &text,
            role,
        );
        if chosen {
            page.say(step, "", &suggested.reason, Role::Plain);
        }
    }
}

/// One contact: who, and how.
fn reach(contact: &Contact, stage: &Stage) -> String {
    let phone = match (stage.masked, &contact.phone) {
        (true, _) => word!("number hidden"),
        (false, Some(phone)) => phone.as_str(),
        (false, None) => word!("no number"),
    };
    let language = contact
        .language
        .as_ref()
        .map(|language| say!("speaks {language}", language));
    let parts = [
        Some(contact.name.as_str()),
        contact.title.as_deref(),
        Some(phone),
        language.as_deref(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn counts_for(page: &mut Page, stage: &Stage, incident: &Incident, row: &Row, written: &Written) {
    let linked = linked(stage, incident, row.id());
    if linked.is_empty() {
        return;
    }
    let names = linked.iter().filter_map(|id| incident.rows.get(id));
    let names: Vec<&str> = names.map(|row| row.name().as_str()).collect();
    let names = names.join(", ");
    let (text, role) = match (written.also.is_empty(), written.ending().of_one_alone(&names)) {
        (true, _) => (
            say!("Does this call count for {names} too? [no] / yes", names),
            Role::Plain,
        ),
        (false, None) => (
            say!("This call counts for {names} too: no / [yes]", names),
            Role::Mine,
        ),
        (false, Some(alone)) => (alone, Role::Soon),
    };
    page.say(Some(Step::Linked), word!("Linked"), &text, role);
}

fn told(page: &mut Page, incident: &Incident, row: &Row) {
    if let Some(told) = row.told().filter(|_| incident.stale(row)) {
        let text = say!("They were told text {told}, which no longer holds.", told);
        page.say(None, word!("Told"), &text, Role::Soon);
    }
}

/// The last calls, the newest with everything that was heard on it.
fn history(page: &mut Page, row: &Row, stage: &Stage) {
    let zone = &stage.setting.zone;
    for (at, attempt) in row.standing().rev().take(4).enumerate() {
        let facts = &attempt.facts;
        let note = facts.note.as_ref().map(|note| format!(": {}", &**note));
        let next = facts
            .next_at
            .map(|next| say!(", next {clock}", clock = when::clock(next, stage.now, zone)));
        let text = format!(
            "{} {} {}{}{}",
            when::clock(attempt.at, stage.now, zone),
            attempt.by,
            facts.disposition.words(),
            note.unwrap_or_default(),
            next.unwrap_or_default()
        );
        page.say(
            None,
            if at == 0 { word!("Before") } else { "" },
            &text,
            Role::Plain,
        );
        if let Some(heard) = facts.heard.as_deref().filter(|_| at == 0) {
            for line in heard_then(heard, stage) {
                page.say(None, "", &line, Role::Plain);
            }
        }
    }
}

fn heard_then(heard: &Heard, stage: &Stage) -> Vec<String> {
    let zone = &stage.setting.zone;
    let answers = heard.answers.iter().map(|(question, answer)| {
        let asked = match question {
            Question::Business => word!("their business"),
            Question::Person => word!("for them"),
            Question::Worry => word!("worries them"),
            Question::Help => word!("would help"),
        };
        format!("{asked}: {}", &**answer)
    });
    let need = heard.outcome.as_ref().map(|need| {
        let by = need
            .by
            .map(|by| say!(" by {clock}", clock = when::clock(by, stage.now, zone)));
        say!(
            "they need: {what}{by}",
            what = need.what,
            by = by.unwrap_or_default()
        )
    });
    let offered = heard.offered.iter().map(|offered| match offered.taken {
        true => say!("they took: {what}", what = offered.what),
        false => say!("offered: {what}", what = offered.what),
    });
    let damage = heard.damage.as_ref().map(|damage| match stage.masked {
        true => word!("damage hidden").to_owned(),
        false => say!("damage so far, by their word: {money}", money = money(damage)),
    });
    let right = heard
        .said_back
        .then(|| word!("said back, and they said: right").to_owned());
    answers
        .chain(need)
        .chain(offered)
        .chain(damage)
        .chain(right)
        .collect()
}

fn gestures(page: &mut Page, incident: &Incident, masked: bool) {
    let gestures = &incident.playbook.gestures;
    let Some(words) = gestures.words() else {
        return;
    };
    let ideas: Vec<&str> = gestures.ideas.iter().map(|idea| idea.as_str()).collect();
    let ideas = Some(ideas.join("; ")).filter(|ideas| !ideas.is_empty());
    let parts = [Some(words).filter(|_| !masked), ideas];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if !parts.is_empty() {
        page.say(None, word!("Give"), &parts.join(": "), Role::Plain);
    }
}

fn why(page: &mut Page, stage: &Stage, incident: &Incident, row: &Row) {
    let Some(listed) = stage.board.list.iter().find(|listed| listed.account == *row.id()) else {
        return;
    };
    let ranked = reasons(incident, row, listed.moment.as_ref(), stage.now);
    let parts = ranked.parts.iter().map(|part| match part.points {
        0 => part.reason.to_string(),
        points => format!("{} +{points}", part.reason),
    });
    let reasons: Vec<String> = parts
        .filter(|reason| !stage.masked || !reason.starts_with("ARR"))
        .collect();
    let rank = format!("{}: {}", ranked.score, reasons.join(", "));
    page.say(None, word!("Rank"), &rank, Role::Plain);
    let why: Vec<&str> = row.affected.why.iter().map(|why| why.as_str()).collect();
    page.say(None, word!("Here"), &why.join(", "), Role::Plain);
}
