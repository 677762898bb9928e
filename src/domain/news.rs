//! News for our own people and for contacts, as they follow from the picture: levels, dues, texts, reports.
//!
//! Each is one dispatch for each person, under the person's id: the log holds no address. Who may not be contacted gets
//! nothing.

use super::accounts::Contact;
use super::channel::Channel;
use super::dispatches::{DispatchKey, What};
use super::due::{DueState, Kind, dues};
use super::escalation::{Level, LevelState};
use super::ids::{Name, Seq};
use super::incident::Incident;
use super::messages::Audience;
use super::outreach::Row;
use super::parcels::{Load, News, Recipient, SETTLES, parcel, parcels};
pub use super::parcels::{Outlet, Parcel};
use super::picture::Picture;
use super::reference::Reference;
use super::reports::Sent;
use super::span::Span;
use super::text::{Clean, CleanText};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// A report older than this is not brought by itself any more: they have it by another way, or wait for a call.
const STALE: Span = Span::hours(24);

/// One letter, before it is known whether it went out.
struct Letter {
    cause: Seq,
    to: Recipient,
    /// What tells it from others of the same cause to the same person.
    about: Option<String>,
    of: String,
    subject: String,
    text: String,
}

/// Everything that has to go to this sink now, news too.
pub fn everything(picture: &Picture, reference: &Reference, outlet: &Outlet, now: Timestamp) -> Vec<Parcel> {
    let mut found = parcels(picture, outlet, now);
    found.extend(news(picture, reference, outlet, now));
    found
}

fn news(picture: &Picture, reference: &Reference, outlet: &Outlet, now: Timestamp) -> Vec<Parcel> {
    let Some(since) = picture
        .sink_since(&outlet.sink)
        .filter(|_| outlet.takes.contains(&What::News))
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut named: BTreeSet<DispatchKey> = BTreeSet::new();
    for incident in picture.open() {
        for letter in letters(incident, reference, outlet, now) {
            if letter.cause <= since {
                continue;
            }
            found.extend(
                sealed(incident, reference, outlet, letter).filter(|parcel| named.insert(parcel.key.clone())),
            );
        }
    }
    found
}

fn letters(incident: &Incident, reference: &Reference, outlet: &Outlet, now: Timestamp) -> Vec<Letter> {
    let tells = &outlet.tells;
    let mut letters = Vec::new();
    if tells.levels {
        letters.extend(
            incident
                .levels
                .iter()
                .flat_map(|level| of_level(incident, level, now)),
        );
    }
    if tells.dues {
        letters.extend(overdue(incident, now));
    }
    letters.extend(texts(incident, &tells.posts_to));
    if tells.reports {
        letters.extend(reports(incident, reference, now));
    }
    letters
}

fn sealed(incident: &Incident, reference: &Reference, outlet: &Outlet, letter: Letter) -> Option<Parcel> {
    let (id, address) = match &letter.to {
        Recipient::Person(name) => {
            let person = reference.people.iter().find(|person| person.id == *name);
            (name.as_str(), person.and_then(|person| person.email.clone()))
        }
        Recipient::Contact(id) => {
            let contact = reference.contacts.get(id);
            (id.as_str(), contact.and_then(|contact| contact.email.clone()))
        }
    };
    let to = match &letter.about {
        Some(about) => format!("{id}/{about}"),
        None => id.to_owned(),
    };
    let news = News {
        to: letter.to,
        address,
        subject: Clean::from(letter.subject),
        text: CleanText::from(letter.text),
    };
    parcel(
        incident,
        outlet,
        What::News,
        letter.cause,
        letter.of.into(),
        Some(to.into()),
        Load::News(news),
    )
}

/// `INC-7 SEV1 Video calls drop`
fn headline(incident: &Incident) -> String {
    format!(
        "{} {} {}",
        incident.id,
        incident.severity.as_str().to_uppercase(),
        incident.title
    )
}

fn clock(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The line from which everything of an incident follows.
fn first(incident: &Incident) -> Option<Seq> {
    incident.timeline.first().map(|entry| entry.seq)
}

fn of_level(incident: &Incident, level: &Level, now: Timestamp) -> Vec<Letter> {
    let people: BTreeSet<&Name> = level.person.iter().chain(&level.deputy).collect();
    let what = match level.state(now) {
        LevelState::Due | LevelState::Late | LevelState::Trying => {
            let told = format!(
                "{} is to know of this by {}, and nobody has recorded it yet. Whoever commands will call; you may as \
                 well ask in the room.",
                level.title,
                clock(level.due)
            );
            first(incident).map(|cause| (cause, Some(format!("level:{}", level.role)), "is due", told))
        }
        LevelState::Informed => level.informed().map(|informed| {
            let told = format!(
                "{} was informed at {}: {}.",
                level.title,
                clock(informed.at),
                informed.person
            );
            (informed.seq, None, "was informed", told)
        }),
        LevelState::Waiting | LevelState::NotAsked | LevelState::Skipped => None,
    };
    let Some((cause, about, verb, told)) = what else {
        return Vec::new();
    };
    let letter = |name: &Name| Letter {
        cause,
        to: Recipient::Person(name.clone()),
        about: about.clone(),
        of: format!("news for {name}: {} {verb}", level.title),
        subject: format!("{}: {} {verb}", headline(incident), level.title),
        text: format!("{}\n\n{told}\n", headline(incident)),
    };
    people.into_iter().map(letter).collect()
}

/// Every due with an owner that is newly overdue. What comes round for each account by itself stays on the list: a letter
/// for each of a thousand accounts tells nobody anything.
fn overdue(incident: &Incident, now: Timestamp) -> Vec<Letter> {
    let Some(cause) = first(incident) else {
        return Vec::new();
    };
    let comes_round = |kind: &Kind| {
        matches!(
            kind,
            Kind::Level(_)
                | Kind::Moment(..)
                | Kind::News(_)
                | Kind::CheckIn(_)
                | Kind::Recovery(_)
                | Kind::Silence
                | Kind::Intent
        )
    };
    let late = dues(incident)
        .into_iter()
        .filter(|due| due.state(now) == DueState::Overdue && due.shown(now) && !comes_round(&due.kind));
    late.filter_map(|due| {
        let owner = due.owner.clone()?;
        Some(Letter {
            cause,
            about: Some(format!("{}@{}", due.kind.key(), due.at.as_second())),
            of: format!("news for {owner}: {} is overdue", due.what),
            subject: format!("{}: overdue: {}", headline(incident), due.what),
            text: format!(
                "{}\n\n{} was due at {}. It is yours.\n",
                headline(incident),
                due.what,
                clock(due.at)
            ),
            to: Recipient::Person(owner),
        })
    })
    .collect()
}

/// Texts that people go by: those that are live on the page, and what our own people are told.
fn texts(incident: &Incident, to: &[Name]) -> Vec<Letter> {
    let mut live: Vec<(Seq, String, &CleanText)> = Vec::new();
    if !to.is_empty() {
        let approved = incident.posts.iter().filter(|post| post.approved.is_some());
        live.extend(approved.map(|post| {
            let what = format!("text {} on the page ({})", post.number, post.phase.as_str());
            (post.seq, what, &post.text)
        }));
        let internal = incident.messages.drafts.iter().filter(|draft| {
            draft.audience == Audience::Internal && draft.live() && draft.replaced_by.is_none()
        });
        live.extend(internal.map(|draft| (draft.seq, "words for our own people".to_owned(), &draft.text)));
    }
    let letter = |(cause, what, text): &(Seq, String, &CleanText), name: &Name| Letter {
        cause: *cause,
        about: None,
        of: format!("news for {name}: {what}"),
        subject: format!("{}: {what}", headline(incident)),
        text: format!("{}\n\n{text}\n", headline(incident)),
        to: Recipient::Person(name.clone()),
    };
    live.iter()
        .flat_map(|text| to.iter().map(|name| letter(text, name)))
        .collect()
}

/// Reports recorded as sent by e-mail, to whoever was named, else to every contact of the account.
fn reports(incident: &Incident, reference: &Reference, now: Timestamp) -> Vec<Letter> {
    let mut letters = Vec::new();
    for row in incident
        .rows
        .values()
        .filter(|row| row.do_not_contact().is_none())
    {
        let fresh = |sent: &&Sent| {
            sent.channel == Channel::Email && SETTLES.after(sent.at) <= now && now < STALE.after(sent.at)
        };
        for sent in row.reports.sent().filter(fresh) {
            let report = incident.reports.get(sent.report);
            let Some(approval) = report.and_then(|report| report.version(sent.version)) else {
                continue;
            };
            for contact in contacts(reference, row, sent) {
                let title = sent.report.named();
                letters.push(Letter {
                    cause: sent.seq,
                    about: None,
                    of: format!("{title} for {}", row.name()),
                    subject: format!("{}: {title}", incident.title),
                    text: match sent.words.trim() {
                        "" => approval.text.to_string(),
                        words => format!("{words}\n\n{}", approval.text),
                    },
                    to: Recipient::Contact(contact.id.clone()),
                });
            }
        }
    }
    letters
}

fn contacts<'a>(reference: &'a Reference, row: &Row, sent: &Sent) -> Vec<&'a Contact> {
    let may = |contact: &&Contact| contact.do_not_contact.is_none();
    match &sent.contact {
        Some(id) => reference
            .contacts
            .get(id)
            .map(AsRef::as_ref)
            .filter(may)
            .into_iter()
            .collect(),
        None => {
            let all = reference.contacts.values().map(AsRef::as_ref);
            all.filter(|contact| contact.account == *row.id() && contact.email.is_some())
                .filter(may)
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parcels::Tells;
    use crate::domain::testkit::*;
    use serde_json::json;
    use std::sync::Arc;

    fn outlet() -> Outlet {
        Outlet {
            sink: "mail".into(),
            takes: vec![What::News],
            tells: Tells {
                levels: true,
                dues: true,
                reports: true,
                posts_to: vec!["omar".into()],
            },
        }
    }

    /// A room that has had mail from the beginning, in which reports are owed.
    fn room() -> Room {
        let mut room = Room::empty();
        room.does("hub", command("open_sink", json!({ "sink": "mail" })));
        let mut owing = (*room.reference.playbooks[1]).clone();
        owing.reports.owed = true;
        room.reference.playbooks[1] = Arc::new(owing);
        room.reference.people[1].email = Some("carol@example.com".into());
        room.does(
            "dana",
            declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
        );
        room.incident = Some(crate::domain::ids::IncidentId(1));
        room.does("dana", role("commander"));
        room
    }

    fn found(room: &Room) -> Vec<Parcel> {
        news(&room.picture, &room.reference, &outlet(), room.now)
    }

    fn for_whom(room: &Room, about: &str) -> Vec<String> {
        let told = found(room).into_iter().filter(|parcel| match &parcel.load {
            Load::News(news) => news.subject.contains(about),
            _ => false,
        });
        told.map(|parcel| parcel.key.to.unwrap().to_string()).collect()
    }

    #[test]
    fn a_level_is_told_to_its_person_and_deputy_when_it_is_due_and_when_it_was_informed() {
        let mut room = room();
        assert!(for_whom(&room, "CEO").is_empty(), "there is time");
        room.at(19);
        assert_eq!(
            for_whom(&room, "CEO is due"),
            ["carol/level:ceo", "dave/level:ceo"]
        );
        let to_carol = |parcel: &Parcel| parcel.key.to.as_deref() == Some("carol/level:ceo");
        let parcel = found(&room).into_iter().find(to_carol).unwrap();
        let Load::News(news) = &parcel.load else { panic!() };
        assert_eq!(news.address.as_deref(), Some("carol@example.com"));
        assert!(
            !parcel.key.to_string().contains('@') && !parcel.of.contains('@'),
            "{parcel:?}"
        );
        for came in ["begun", "delivered"] {
            let told = json!({ "dispatch": parcel.key, "of": parcel.of, "came": came });
            room.does("hub", command("record_dispatch", told));
        }
        assert_eq!(for_whom(&room, "CEO is due"), ["dave/level:ceo"]);
        room.does("dana", inform("ceo", json!({ "read_back": "she knows" })));
        assert!(for_whom(&room, "CEO is due").is_empty());
        assert_eq!(for_whom(&room, "CEO was informed"), ["carol", "dave"]);
    }

    #[test]
    fn what_is_newly_overdue_is_told_to_its_owner_alone() {
        let mut room = room();
        let due = room.now + jiff::SignedDuration::from_mins(30);
        room.does(
            "omar",
            command(
                "make_promise",
                json!({ "account": "northwind", "what": "send the times", "due": due }),
            ),
        );
        room.at(29);
        assert!(for_whom(&room, "send the times").is_empty());
        room.at(31);
        let told = for_whom(&room, "send the times");
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("omar/promise:"), "{told:?}");
    }

    #[test]
    fn a_report_goes_to_the_contacts_that_may_be_written_to_once_it_stands() {
        let mut room = room();
        for (id, account, email, not) in [
            ("n-1", "northwind", Some("n1@example.com"), None),
            ("n-2", "northwind", Some("n2@example.com"), Some("by letter")),
            ("n-3", "northwind", None, None),
            ("f-1", "fabrikam", Some("f1@example.com"), None),
        ] {
            let mut contact = contact(id, account);
            contact.email = email.map(Clean::from);
            contact.do_not_contact = not.map(Clean::from);
            room.reference.contacts.insert(id.into(), Arc::new(contact));
        }
        let words = draft_report("preliminary", room.now, json!({}));
        room.does("omar", words);
        room.does("dana", approve_report("preliminary"));
        room.does("omar", send_report("preliminary", &["northwind"]));
        assert!(
            for_whom(&room, "preliminary report").is_empty(),
            "it can still be taken back"
        );
        room.at(2);
        assert_eq!(for_whom(&room, "preliminary report"), ["n-1"]);
        let last = room.row("northwind").reports.last().unwrap().at;
        assert_eq!(last, at(0), "the news in between are counted from it");
        room.at(25 * 60);
        assert!(
            for_whom(&room, "preliminary report").is_empty(),
            "a day later it is no news"
        );
    }

    #[test]
    fn nothing_is_told_of_what_was_before_mail_was_set_up() {
        let mut room = Room::declared();
        room.does("hub", command("open_sink", json!({ "sink": "mail" })));
        room.at(60);
        assert!(found(&room).is_empty());
    }
}
