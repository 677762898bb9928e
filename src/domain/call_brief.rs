//! The brief of one screen for an executive who is about to speak with a customer.

use super::credits;
use super::executive_desk::Wished;
use super::executives::{Outcome, Standing};
use super::gestures;
use super::heard::Question;
use super::ids::AccountId;
use super::incident::Incident;
use super::outreach::{Feeling, Row};
use super::span;
use super::text::Clean;
use crate::domain::speech::{say, word};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// One thing to know, in the order to read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub title: &'static str,
    pub text: Clean,
    /// A time the text ends with, and the word before it.
    pub at: Option<(&'static str, Timestamp)>,
}

/// What to know of the customer and of what was said to them; `money`: whether the reader may see any.
pub fn call_brief(incident: &Incident, wished: Wished, now: Timestamp, money: bool) -> Vec<Known> {
    let Wished { row, wish } = wished;
    let mut known = vec![
        said("customer", customer(incident, row, money)),
        Known {
            at: wish.facts.due.map(|due| ("by", due)),
            ..said(word!("they want"), wants(wish.facts.whom(), &wish.facts.topic))
        },
    ];
    known.push(match wish.standing() {
        Standing::Promised(promised) => Known {
            at: Some(("at", promised.at)),
            ..said(
                word!("the call"),
                say!(
                    "{executive} calls, as {by} promised",
                    executive = promised.executive,
                    by = promised.by
                ),
            )
        },
        Standing::Open => said(word!("the call"), word!("no time is promised yet").to_owned()),
        Standing::Done(talk) => said(
            word!("the call"),
            format!("{}: {}", talk.outcome.words(), &*talk.text),
        ),
    });
    known.extend(outage(incident, now));
    known.extend(heard(row));
    known.extend(told(incident, row));
    known.extend(owed(incident, row));
    known.extend(given(row, money));
    known.push(said(
        "say",
        word!("listen first; say back what you heard; then what we do and when").to_owned(),
    ));
    known.push(said(word!("do not say"), do_not_say(incident, row)));
    known
}

fn said(title: &'static str, text: String) -> Known {
    Known {
        title,
        text: text.into(),
        at: None,
    }
}

fn customer(incident: &Incident, row: &Row, money: bool) -> String {
    let account = &row.affected.account;
    let mut words = vec![say!(
        "{account}, {tier} account",
        account = account.name,
        tier = account.tier.as_str()
    )];
    if let Some(arr) = account.arr.filter(|_| money) {
        let currency = account.currency.as_deref().unwrap_or_default();
        words.push(say!("{short} {currency} a year", short = arr.short(), currency));
    }
    let today = incident.t0.to_zoned(TimeZone::UTC).date();
    words.extend(account.leaves(today).map(|day| say!("can leave on {day}", day)));
    words.extend(
        account
            .support_plan
            .as_ref()
            .map(|plan| say!("support plan {plan}", plan)),
    );
    words.extend(
        account
            .regulated
            .as_ref()
            .map(|rule| say!("reports under {rule}", rule)),
    );
    words.extend(
        account
            .owner
            .as_ref()
            .map(|owner| say!("theirs with us: {owner}", owner)),
    );
    words.join(", ")
}

fn wants(whom: &str, topic: &str) -> String {
    match topic.trim() {
        "" => say!("to speak with {whom}; nobody has written about what", whom),
        topic => say!("to speak with {whom} about {topic}", whom, topic),
    }
}

/// What happened, in what is known and sayable.
fn outage(incident: &Incident, now: Timestamp) -> Vec<Known> {
    let lasted = |until: Timestamp| span::words(until.duration_since(incident.t0));
    let stands = match incident.mitigated_at {
        Some(at) => say!(
            "{title}; it hurt for {lasted}",
            title = incident.title,
            lasted = lasted(at)
        ),
        None => say!(
            "{title}; it has hurt for {lasted} and is not over",
            title = incident.title,
            lasted = lasted(now)
        ),
    };
    let happened = Known {
        at: Some(("since", incident.t0)),
        ..said(word!("what it is"), stands)
    };
    let standing = incident.standing();
    let last = standing.map(|entry| said("now", entry.text.to_string()));
    std::iter::once(happened).chain(last).collect()
}

/// How it feels to them and what they told us, in their words.
fn heard(row: &Row) -> Vec<Known> {
    let mut known = Vec::new();
    let reached = || row.reached().collect::<Vec<_>>().into_iter().rev();
    let talks = row.redress.wishes().flat_map(|wish| {
        let held = wish.talks().filter(|talk| talk.outcome == Outcome::Held);
        held.map(move |talk| (talk, wish.promises().next_back()))
    });
    let talk = talks.max_by_key(|(talk, _)| talk.word.at);
    let last = reached().next();
    let later = |at: Timestamp| last.is_none_or(|last| last.at < at);
    if let Some((talk, promised)) = talk.filter(|(talk, _)| later(talk.word.at)) {
        let who = promised.map_or(word!("an executive"), |promised| promised.executive.as_str());
        known.push(Known {
            at: Some(("at", talk.word.at)),
            ..said(word!("last spoke"), say!("{who} spoke with them", who))
        });
    } else if let Some(last) = last {
        let feeling = reached().find_map(|attempt| attempt.facts.feeling);
        let feels = feeling.map_or(
            word!("how it feels to them is unknown"),
            |feeling| match feeling {
                Feeling::Crisis => word!("it is a crisis for them"),
                Feeling::Hurting => word!("it hurts them"),
                Feeling::Noticed => word!("they noticed it"),
                Feeling::Fine => word!("they are fine"),
            },
        );
        known.push(Known {
            at: Some(("at", last.at)),
            ..said(
                word!("last spoke"),
                say!("{by} spoke with them; {feels}", by = last.by, feels),
            )
        });
    } else {
        known.push(said(
            word!("last spoke"),
            word!("nobody of us has spoken with them yet").to_owned(),
        ));
    }
    for question in Question::ALL {
        let answer =
            reached().find_map(|attempt| attempt.facts.heard.as_ref()?.answers.get(&question).cloned());
        let title = match question {
            Question::Business => "business",
            Question::Person => word!("to them"),
            Question::Worry => "worry",
            Question::Help => word!("would help"),
        };
        known.extend(answer.map(|answer| said(title, answer.to_string())));
    }
    let outcome = reached().find_map(|attempt| attempt.facts.heard.as_ref()?.outcome.clone());
    known.extend(outcome.map(|outcome| Known {
        at: outcome.by.map(|by| ("by", by)),
        ..said(word!("they need"), outcome.what.to_string())
    }));
    known
}

fn told(incident: &Incident, row: &Row) -> Vec<Known> {
    let text = match row.told() {
        None => word!("nothing yet").to_owned(),
        Some(0) => word!("the first words: we know of it and are on it").to_owned(),
        Some(number) if number == incident.words_live() => say!("text {number}, the newest", number),
        Some(number) => say!(
            "text {number}; the newest is text {words_live}",
            number,
            words_live = incident.words_live()
        ),
    };
    vec![said("told", text)]
}

/// What we owe them: the promises first.
fn owed(incident: &Incident, row: &Row) -> Vec<Known> {
    let theirs = |account: Option<&AccountId>| account == Some(row.id());
    let promises = incident
        .owed_promises()
        .filter(|promise| theirs(promise.account.as_ref()));
    let promises = promises.map(|promise| Known {
        at: Some(("by", promise.due)),
        ..said(word!("we owe"), format!("{} ({})", promise.what, promise.owner))
    });
    let asks = incident.asks.open().filter(|ask| ask.concerns(row.id()));
    let asks = asks.map(|ask| {
        said(
            word!("they ask"),
            say!("{question} (no answer yet)", question = ask.question),
        )
    });
    promises.chain(asks).collect()
}

/// What they were given or may be told of; a credit only once it is approved.
fn given(row: &Row, money: bool) -> Vec<Known> {
    let gestures = row
        .redress
        .gestures()
        .filter_map(|gesture| match gesture.standing() {
            gestures::Standing::Given(_) => Some(said("given", gesture.what.to_string())),
            gestures::Standing::Asked | gestures::Standing::Allowed(_) | gestures::Standing::Refused(..) => {
                None
            }
        });
    let credits = row
        .redress
        .credits()
        .filter_map(|credit| match credit.standing() {
            credits::Standing::Proposed => Some(said(
                "credit",
                word!("being worked out; promise nothing").to_owned(),
            )),
            credits::Standing::Declined(..) => None,
            credits::Standing::Approved(_) | credits::Standing::Told(_) | credits::Standing::Issued(_) => {
                let words = credit.words().filter(|words| money && !words.is_empty());
                let words = words.map_or("approved".to_owned(), ToString::to_string);
                Some(said("credit", words))
            }
        });
    gestures.chain(credits).collect()
}

fn do_not_say(incident: &Incident, row: &Row) -> String {
    let mut never: Vec<String> = incident
        .playbook
        .do_not_say
        .iter()
        .map(ToString::to_string)
        .collect();
    let open = |credit: &credits::ServiceCredit| credit.standing() == credits::Standing::Proposed;
    if row.redress.credits().any(open) || row.redress.credits().next().is_none() {
        // First: what does not fit on the screen is cut at the end, and this costs money.
        never.insert(0, word!("an amount or a credit").to_owned());
    }
    never.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn lines(room: &Room, money: bool) -> Vec<String> {
        let wished = room.here().wishes().next().unwrap();
        let known = call_brief(room.here(), wished, room.now, money);
        known
            .iter()
            .map(|known| format!("{}: {}", known.title, known.text))
            .collect()
    }

    #[test]
    fn an_executive_reads_who_it_is_what_they_said_and_what_we_owe_them() {
        let mut room = Room::declared();
        room.does("carol", role("cs_lead"));
        let call = json!({
            "account": "northwind", "disposition": "exec_call_requested", "feeling": "crisis", "told": 0,
            "heard": { "answers": { "worry": "Friday's payroll" }, "outcome": { "what": "pay the drivers" } },
            "promises": [{ "what": "a list of calls", "due": at(60) }],
            "executive": { "whom": "your CEO", "topic": "the contract" },
        });
        room.at(5).does("omar", command("record_attempt", call));
        let wish = room.here().wishes().next().unwrap().wish.seq;
        let promise = json!({ "request": wish, "executive": "dave", "at": at(90) });
        room.at(9)
            .does("carol", command("promise_executive_call", promise));
        let lines = lines(&room, true);
        for line in [
            "customer: Northwind, strategic account, 1.2M USD a year, can leave on 2026-07-20",
            "they want: to speak with your CEO about the contract",
            "the call: dave calls, as carol promised",
            "last spoke: omar spoke with them; it is a crisis for them",
            "worry: Friday's payroll",
            "they need: pay the drivers",
            "told: the first words: we know of it and are on it",
            "we owe: a list of calls (omar)",
            "do not say: an amount or a credit",
        ] {
            assert!(lines.iter().any(|said| said == line), "{line}: {lines:#?}");
        }
        assert!(lines.len() <= 16, "one screen");
    }

    #[test]
    fn whoever_may_see_no_money_sees_none() {
        let mut room = Room::declared();
        room.does(
            "omar",
            command("want_executive", json!({ "account": "northwind" })),
        );
        let lines = lines(&room, false);
        assert!(lines.iter().all(|line| !line.contains("1.2M")), "{lines:?}");
        assert!(lines.iter().any(|line| line == "told: nothing yet"), "{lines:?}");
    }
}
