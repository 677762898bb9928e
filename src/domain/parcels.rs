//! What has to go out to a sink now: follows from the picture, as every due does.
//!
//! Nothing of a drill goes out, whatever is set up: it is decided here, for every sink.

use super::dispatches::{DispatchKey, What};
use super::ids::{AccountId, ContactId, Name, Seq, SinkName};
use super::incident::{Incident, Severity};
use super::messages::{Audience, Phase};
use super::notes::Stance;
use super::outreach::Attempt;
use super::picture::Picture;
use super::span::Span;
use super::text::{Clean, CleanText};
use super::timeline;
use jiff::Timestamp;

/// A result can be taken back with one key while it is so young; only then it goes to where it cannot be.
pub(super) const SETTLES: Span = Span::minutes(1);

/// A sink and what it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlet {
    pub sink: SinkName,
    pub takes: Vec<What>,
    pub tells: Tells,
}

/// What of the news it tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tells {
    /// A level that is due, or informed, to its person and deputy.
    pub levels: bool,
    /// What is newly overdue, to its owner.
    pub dues: bool,
    /// Reports recorded as sent by e-mail, to the contacts.
    pub reports: bool,
    /// Who gets each text.
    pub posts_to: Vec<Name>,
}

/// Something on its way to a sink.
#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    pub key: DispatchKey,
    /// In words: `call to Northwind`.
    pub of: Clean,
    /// A try has begun and nobody knows how it ended: look whether it is there before it is sent again.
    pub begun: bool,
    pub load: Load,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Load {
    Post(Post),
    Call(Box<Call>),
    Task(Task),
    Note(Note),
    News(News),
}

/// For whom news are.
#[derive(Clone, Debug, PartialEq)]
pub enum Recipient {
    Person(Name),
    Contact(ContactId),
}

/// One letter.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    pub to: Recipient,
    /// Where it goes, by the lists of now; it is in no record.
    pub address: Option<Clean>,
    pub subject: Clean,
    pub text: CleanText,
}

/// An approved text for the public page.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    pub title: Clean,
    pub severity: Severity,
    pub phase: Phase,
    pub text: CleanText,
    pub components: Vec<super::ids::Component>,
    /// What the sink calls the incident, once a first text is there.
    pub incident: Option<Clean>,
    pub approved_at: Timestamp,
    pub declared_at: Timestamp,
}

/// A finished attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub account: AccountId,
    pub title: Clean,
    pub attempt: Attempt,
}

/// Something we promised an account.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub account: AccountId,
    pub title: Clean,
    pub text: Clean,
    pub owner: Name,
    pub due: Timestamp,
}

/// A fact or a deed of the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    pub text: Clean,
    pub by: Name,
    pub at: Timestamp,
    /// The alerts of this incident that came from the vendor that the sink writes to, by its names for them.
    pub alerts: Vec<Clean>,
}

impl AccountId {
    /// What `source` calls this account, if it is from there: `northwind-7` of `crm:northwind-7`.
    pub fn at(&self, source: &str) -> Option<&str> {
        self.as_str().strip_prefix(source)?.strip_prefix(':')
    }
}

/// Everything that has to go to this sink now, in the order in which it came up.
pub fn parcels(picture: &Picture, outlet: &Outlet, now: Timestamp) -> Vec<Parcel> {
    let Some(since) = picture.sink_since(&outlet.sink) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for incident in picture.open() {
        for what in &outlet.takes {
            let loads = match what {
                What::Post => posts(incident, &outlet.sink),
                What::Call => calls(incident, &outlet.sink, now),
                What::Task => tasks(incident, &outlet.sink),
                What::Note => notes(picture, incident, &outlet.sink),
                // Whom they go to is in the lists: `super::news`.
                What::News => Vec::new(),
            };
            found.extend(
                loads
                    .into_iter()
                    .filter(|(cause, ..)| *cause > since)
                    .filter_map(|(cause, of, load)| parcel(incident, outlet, *what, cause, of, None, load)),
            );
        }
    }
    found.sort_by_key(|parcel: &Parcel| parcel.key.cause);
    found
}

type Found = (Seq, Clean, Load);

/// Unless it went out, or waits for somebody.
pub(super) fn parcel(
    incident: &Incident,
    outlet: &Outlet,
    what: What,
    cause: Seq,
    of: Clean,
    to: Option<Clean>,
    load: Load,
) -> Option<Parcel> {
    let key = DispatchKey {
        incident: incident.id,
        sink: outlet.sink.clone(),
        what,
        cause,
        to,
    };
    let known = incident.dispatches.get(&key);
    let begun = known.is_some_and(|dispatch| dispatch.under_way());
    let open = known.is_none_or(|dispatch| begun || dispatch.again());
    open.then_some(Parcel { key, of, begun, load })
}

fn posts(incident: &Incident, sink: &SinkName) -> Vec<Found> {
    let mut there = incident.dispatches.iter().filter(|dispatch| {
        dispatch.key.sink == *sink && dispatch.key.what == What::Post && dispatch.receipt().is_some()
    });
    let named = there.next().and_then(|dispatch| dispatch.receipt()).cloned();
    let waiting = incident
        .unpublished()
        .filter(|draft| draft.audience == Audience::Page && draft.replaced_by.is_none());
    waiting
        .filter_map(|draft| {
            let approved_at = draft.approved.as_ref()?.at;
            let post = Post {
                title: incident.title.clone(),
                severity: incident.severity,
                phase: draft.phase,
                text: draft.text.clone(),
                components: incident.components.clone(),
                incident: named.clone(),
                approved_at,
                declared_at: incident.declared_at,
            };
            let of = format!("text for the page ({})", draft.phase.as_str());
            Some((draft.seq, of.into(), Load::Post(post)))
        })
        .collect()
}

fn calls(incident: &Incident, sink: &SinkName, now: Timestamp) -> Vec<Found> {
    let mut found = Vec::new();
    for row in incident
        .rows
        .values()
        .filter(|row| row.id().at(sink.as_str()).is_some())
    {
        for attempt in row.standing().filter(|attempt| SETTLES.after(attempt.at) <= now) {
            let call = Call {
                account: row.id().clone(),
                title: incident.title.clone(),
                attempt: attempt.clone(),
            };
            let of = format!("call to {}", row.name());
            found.push((attempt.seq, of.into(), Load::Call(Box::new(call))));
        }
    }
    found
}

fn tasks(incident: &Incident, sink: &SinkName) -> Vec<Found> {
    let owed = incident.owed_promises().filter_map(|promise| {
        let row = incident.rows.get(promise.account.as_ref()?)?;
        row.id().at(sink.as_str())?;
        let task = Task {
            account: row.id().clone(),
            title: incident.title.clone(),
            text: promise.what.clone(),
            owner: promise.owner.clone(),
            due: promise.due,
        };
        let of = format!("promise to {}", row.name());
        Some((promise.seq, of.into(), Load::Task(task)))
    });
    owed.collect()
}

fn notes(picture: &Picture, incident: &Incident, sink: &SinkName) -> Vec<Found> {
    let of_it = picture
        .alerts
        .values()
        .filter(|alert| alert.incident == Some(incident.id) && alert.source.as_str() == sink.as_str());
    let alerts: Vec<Clean> = of_it.map(|alert| alert.sighting.fingerprint.clone()).collect();
    if alerts.is_empty() {
        return Vec::new();
    }
    let told = incident.timeline.iter().filter(|entry| {
        matches!(entry.what, timeline::What::Note(Stance::Fact | Stance::Did))
            && entry.withdrawn.is_none()
            && entry.account.is_none()
    });
    told.map(|entry| {
        let note = Note {
            text: entry.text.clone(),
            by: entry.by.clone(),
            at: entry.said_at,
            alerts: alerts.clone(),
        };
        (entry.seq, "note".into(), Load::Note(note))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn outlet(sink: &str, takes: What) -> Outlet {
        Outlet {
            sink: sink.into(),
            takes: vec![takes],
            tells: Tells::default(),
        }
    }

    fn names(room: &Room, outlet: &Outlet) -> Vec<String> {
        let found = parcels(&room.picture, outlet, room.now);
        found.iter().map(|parcel| parcel.key.to_string()).collect()
    }

    fn set_up(room: &mut Room, sink: &str) {
        room.does("hub", command("open_sink", json!({ "sink": sink })));
    }

    #[test]
    fn an_approved_text_goes_to_the_page_once() {
        let mut room = Room::declared();
        let page = outlet("page", What::Post);
        room.does("dana", role("commander"));
        let draft = |text: &str| {
            command(
                "draft_message",
                json!({ "audience": "page", "phase": "investigating", "text": text }),
            )
        };
        room.does("dana", draft("We look into it, next news at 15:00."));
        let seq = room.picture.through().0;
        let approve = || {
            command(
                "approve_message",
                json!({ "draft": seq, "despite": "it is urgent" }),
            )
        };
        room.does("dana", approve());
        assert!(names(&room, &page).is_empty(), "never set up");
        set_up(&mut room, "page");
        assert!(names(&room, &page).is_empty(), "of before it was set up");
        room.at(1)
            .does("dana", draft("Still looking, next news at 15:00."));
        let seq = room.picture.through().0;
        assert!(names(&room, &page).is_empty(), "nobody has approved it");
        room.does(
            "dana",
            command(
                "approve_message",
                json!({ "draft": seq, "despite": "it is urgent" }),
            ),
        );
        let key = format!("INC-1/page/post/{seq}");
        assert_eq!(names(&room, &page), std::slice::from_ref(&key));
        let came = |how: &str| {
            command(
                "record_dispatch",
                json!({ "dispatch": key, "of": "text", "came": how, "receipt": "p31", "place": "https://status.example/p31" }),
            )
        };
        room.does("hub", came("begun"));
        assert!(parcels(&room.picture, &page, room.now)[0].begun);
        room.does("hub", came("delivered"));
        assert!(names(&room, &page).is_empty());
        let live = room.here().live_post().unwrap();
        assert_eq!(live.place.as_deref(), Some("https://status.example/p31"));
    }
}
