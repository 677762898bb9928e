//! The script of a call in lines: what to say and ask at each step, and what was written there.

use super::known;
use super::page::Page;
use super::step::Step;
use super::written::{FEELINGS, Written, money};
use super::{LISTEN, Sheet};
use crate::domain::heard::Question;
use crate::domain::incident::Incident;
use crate::domain::outreach::{Direction, Row};
use crate::domain::speech::{said, say, word};
use crate::tui::screen::{result, typed_time};
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when;

pub fn lines(page: &mut Page, sheet: &Sheet, stage: &Stage, incident: &Incident, row: &Row) {
    let playbook = &incident.playbook;
    if !playbook.opening.is_empty() {
        let opening = match sheet.direction(stage) {
            Direction::Outbound => known::opening(stage, incident, row, sheet.written.contact.as_ref()),
            Direction::Inbound => word!("They called us: thank them, and ask what they see.").to_owned(),
        };
        page.say(Some(Step::Open), word!("Open"), &opening, Role::Plain);
    }
    for (at, question) in Question::ALL.into_iter().enumerate() {
        ask(page, sheet, stage, at + 1, question);
    }
    say_back(page, sheet, stage);
    tell(page, sheet, stage, incident);
    offers(page, &sheet.written, incident);
    wishes(page, sheet, stage, row);
    end(page, sheet, stage);
}

fn ask(page: &mut Page, sheet: &Sheet, stage: &Stage, number: usize, question: Question) {
    let step = Some(Step::Ask(question));
    page.say(step, &say!("Ask {number}", number), question.words(), Role::Plain);
    if let Some(left) = sheet.listening(question, stage) {
        let listen = match left {
            0 => say!(
                "{LISTEN} s of silence: well done. Now write what they say.",
                LISTEN
            ),
            _ if stage.still => say!("LISTEN, say nothing for {LISTEN} s; any key ends it", LISTEN),
            left => say!("LISTEN, say nothing: {left} s; any key ends the count", left),
        };
        page.say(step, "", &listen, Role::Soon);
    }
    if let Some(answer) = sheet.written.answers.get(&question) {
        page.say(step, "", answer, Role::Mine);
    }
}

fn say_back(page: &mut Page, sheet: &Sheet, stage: &Stage) {
    let (step, written) = (Some(Step::SayBack), &sheet.written);
    let tick = match written.said_back {
        true => word!("Say back what you heard: done, they said it is right."),
        false => word!("Say back what you heard, until they say: right."),
    };
    page.say(step, word!("Say back"), tick, Role::Plain);
    if sheet.at(stage) == Step::SayBack {
        let heard = written.answers.values().chain(&written.notes);
        for text in heard {
            page.say(step, "", &format!("\"{text}\""), Role::Mine);
        }
    }
}

/// Only then the words: they stay folded until what was heard has been said back, or somebody goes there.
fn tell(page: &mut Page, sheet: &Sheet, stage: &Stage, incident: &Incident) {
    let step = Some(Step::Tell);
    let (number, live) = incident.words_for_calls();
    let label = match number {
        0 => word!("Tell").to_owned(),
        number => say!("Tell {number}", number),
    };
    if !sheet.written.said_back && sheet.at(stage) < Step::Tell {
        return page.say(
            step,
            &label,
            word!("... the approved words, after you said it back"),
            Role::Plain,
        );
    }
    let playbook = &incident.playbook;
    page.say(step, &label, live, Role::Strong);
    if !playbook.do_not_say.is_empty() {
        let list: Vec<&str> = playbook.do_not_say.iter().map(|line| line.as_str()).collect();
        let never = say!("Never say: {list}", list = list.join("; "));
        page.say(step, "", &never, Role::Soon);
    }
    // Written beforehand; what the page says since may be otherwise.
    if number == 0 && !playbook.script.workaround.trim().is_empty() {
        page.say(step, word!("Meantime"), &playbook.script.workaround, Role::Plain);
    }
}

fn offers(page: &mut Page, written: &Written, incident: &Incident) {
    let alternatives = &incident.playbook.script.alternatives;
    for (at, alternative) in alternatives.iter().enumerate() {
        let (label, mark) = match at {
            0 => (word!("Offer"), word!("Would it help if ")),
            _ => ("", word!("or if ")),
        };
        let (said, role) = match written.offered.get(alternative) {
            None => ("", Role::Plain),
            Some(false) => (word!(" (offered)"), Role::Mine),
            Some(true) => (word!(" (they take it)"), Role::Mine),
        };
        let text = format!("{mark}{alternative}?{said}");
        page.say(Some(Step::Offer(at)), label, &text, role);
    }
    if !alternatives.is_empty() {
        let other = word!("or would something else help more? Write it.");
        page.say(Some(Step::Other), "", other, Role::Plain);
    }
}

fn wishes(page: &mut Page, sheet: &Sheet, stage: &Stage, row: &Row) {
    let written = &sheet.written;
    let mut say = |step: Step, label: &str, text: &str, said: Option<String>| {
        page.say(Some(step), label, text, Role::Plain);
        if let Some(said) = said {
            page.say(Some(step), "", &said, Role::Mine);
        }
    };
    let executive = written.executive.as_ref().map(|about| match about.is_empty() {
        true => word!("yes; write with whom, and about what").to_owned(),
        false => say!("yes: {about}", about),
    });
    let boss = word!("Would your CEO like to speak with ours?");
    say(Step::Executive, word!("CEO"), boss, executive);
    let zone = &stage.setting.zone;
    let next = written.next_at.map(|at| {
        let there = typed_time::zone(row).map(|zone| when::clock(at, stage.now, &zone));
        let here = when::clock(at, stage.now, zone);
        match there.filter(|there| *there != here) {
            Some(there) => say!("at {here}, that is {there} there", here, there),
            None => say!("at {here}", here),
        }
    });
    let again = word!("When do they hear from us again? 15:30, 30m, tomorrow 9:00");
    say(Step::Next, word!("Next"), again, next);
    let words = FEELINGS.map(|(feeling, word)| match written.feeling == Some(feeling) {
        true => format!("[{}]", said(word)),
        false => said(word).to_owned(),
    });
    let feels = say!("How is it for them? {words}", words = words.join(" / "));
    say(Step::Feeling, word!("Feels"), &feels, None);
    let need = written.need.as_ref().map(|need| {
        let by = need
            .by
            .map(|by| say!(", by {clock}", clock = when::clock(by, stage.now, zone)));
        format!("{}{}", need.what, by.unwrap_or_default())
    });
    let needs = word!("What do they have to get done, and by when? invoices out @17:00");
    say(Step::Need, word!("Need"), needs, need);
    let damage = written.damage.as_ref().map(|damage| match stage.masked {
        true => word!("hidden").to_owned(),
        false => money(damage),
    });
    let cost = word!("If they say what it has cost them: 40000 EUR");
    say(Step::Damage, word!("Cost"), cost, damage);
}

fn end(page: &mut Page, sheet: &Sheet, stage: &Stage) {
    let ended = sheet.written.ending();
    let follows = result::consequence(ended, sheet.told(stage), stage.now, stage);
    let text = match follows.is_empty() {
        true => say!("How it ended: [{ended}]", ended = ended.words()),
        false => say!(
            "How it ended: [{ended}], {follows}",
            ended = ended.words(),
            follows
        ),
    };
    page.say(Some(Step::End), word!("End"), &text, Role::Plain);
}
