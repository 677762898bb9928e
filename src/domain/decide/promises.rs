//! Promises made and kept.

use super::{known, near};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::ids::AccountId;
use crate::domain::picture::Picture;
use crate::domain::promises::{KeepPromise, MakePromise, NewPromise, Promise, PromiseKept, PromiseMade};
use crate::domain::refusal::Refusal;

pub fn make(picture: &Picture, command: &MakePromise, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if let Some(account) = &command.account {
        incident.row(account)?;
    }
    let made = made(picture, &command.promise, command.account.as_ref(), desk)?;
    Ok(vec![made.of(id)])
}

/// The event of a promise, alone or as part of a call.
pub(super) fn made(
    picture: &Picture,
    promise: &NewPromise,
    account: Option<&AccountId>,
    desk: &Desk,
) -> Result<Event, Refusal> {
    if promise.what.trim().is_empty() {
        return Err(Refusal::Empty { field: "the promise" });
    }
    if promise.due < desk.said_at {
        return Err(Refusal::WrongTime {
            why: "the promise would have been due before it was made; say by when, or when it was made"
                .to_owned(),
        });
    }
    near("the promise", promise.due, desk)?;
    let owner = promise.owner.as_ref();
    let owner = match owner.filter(|owner| !owner.as_str().trim().is_empty()) {
        Some(owner) => known::known(picture, owner, desk)?,
        None => desk.by.name.clone(),
    };
    Ok(Event::PromiseMade(PromiseMade {
        account: account.cloned(),
        what: promise.what.clone(),
        owner,
        due: promise.due,
    }))
}

pub fn keep(picture: &Picture, command: &KeepPromise) -> Decision {
    let is = |promise: &&Promise| promise.seq == command.promise && !promise.withdrawn;
    // The number says which incident it is about: it may be closed for months.
    let found = picture
        .incidents()
        .find_map(|incident| Some((incident.id, incident.promises.iter().find(is)?)));
    let (id, promise) = found.ok_or(Refusal::UnknownPromise {
        given: command.promise,
    })?;
    if promise.kept.is_some() {
        return Ok(Vec::new());
    }
    let event = PromiseKept {
        promise: promise.seq,
        what: promise.what.clone(),
    };
    Ok(vec![Event::PromiseKept(event).of(id)])
}

#[cfg(test)]
mod tests {
    use crate::domain::due::{Kind, owed};
    use crate::domain::testkit::*;
    use serde_json::json;

    fn promise(account: Option<&str>, what: &str) -> crate::domain::command::Command {
        command(
            "make_promise",
            json!({ "account": account, "what": what, "due": at(60) }),
        )
    }

    #[test]
    fn a_promise_is_owed_until_it_is_kept() {
        let mut room = Room::declared();
        room.does("omar", promise(Some("northwind"), "a report"));
        let number = room.last();
        let due = &owed(room.here())[0];
        assert_eq!(
            (&due.kind, due.what.as_str(), due.at),
            (&Kind::Promise(number), "Northwind: a report", at(60))
        );
        let keep = command("keep_promise", json!({ "promise": number }));
        room.does("dana", keep.clone());
        room.already("omar", keep);
        assert!(owed(room.here()).is_empty());
        let kept = room.here().timeline.last().unwrap();
        assert_eq!(kept.subject.as_deref(), Some("Northwind"));
    }

    #[test]
    fn a_promise_is_due_after_it_was_made_unless_it_is_written_down_late() {
        let mut room = Room::declared();
        room.at(90);
        let refusal = room.refused("omar", "wrong_time", promise(None, "a report"));
        assert!(refusal.contains("before it was made"), "{refusal}");
        room.says("omar", 30, promise(None, "a report"));
        assert_eq!(owed(room.here()).len(), 1, "overdue, and owed");
    }

    #[test]
    fn a_promise_is_kept_months_later_while_other_incidents_are_open() {
        let mut room = Room::declared();
        room.does("omar", promise(None, "a fix"));
        let number = room.last();
        room.does("dana", declare(json!({ "title": "Another" })));
        room.incident = None;
        room.at(200_000)
            .does("carol", command("keep_promise", json!({ "promise": number })));
    }

    #[test]
    fn a_promise_says_something_to_somebody_we_know() {
        let mut room = Room::declared();
        room.refused("omar", "empty", promise(None, " "));
        room.refused("omar", "unknown_account", promise(Some("zzz"), "a report"));
        room.does("omar", promise(None, "a public report"));
        room.refused(
            "omar",
            "unknown_promise",
            command("keep_promise", json!({ "promise": 999 })),
        );
    }

    #[test]
    fn a_promise_is_owed_by_somebody_on_the_list_or_who_is_here() {
        let mut room = Room::declared();
        let of = |owner: &str| {
            let promise = json!({ "what": "a report", "due": at(60), "owner": owner });
            command("make_promise", promise)
        };
        let refusal = room.refused("omar", "unknown_person", of("lenna"));
        assert_eq!(
            refusal,
            "nobody in the list of people is called \"lenna\". Did you mean \"lena\"?"
        );
        room.refused("omar", "unknown_person", of("petra"));
        room.here.insert("petra".into());
        room.does("omar", of("petra"));
    }

    #[test]
    fn a_promise_taken_back_cannot_be_kept() {
        let mut room = Room::declared();
        room.does("omar", promise(None, "a report"));
        let number = room.last();
        room.does("omar", take_back(number));
        room.refused(
            "omar",
            "unknown_promise",
            command("keep_promise", json!({ "promise": number })),
        );
        assert!(owed(room.here()).is_empty());
    }
}
