//! Effects performed: ids and times are made here, and answers go back as messages.

use super::heard::Heard;
use super::outbox::OutboxFile;
use crate::client::ClientError;
use crate::client::connection::Hub;
use crate::client::feed;
use crate::client::journal::Refused;
use crate::client::shell::{Link, Message};
use crate::defect;
use crate::domain::actor::Actor;
use crate::domain::command::{Command, Submission};
use crate::domain::ids::{AccountId, IncidentId};
use crate::tui::msg::{Answer, Liveness, Msg, NotTaken};
use crate::wire::{
    ACCOUNTS, AccountCard, Accounts, CONNECT, Connected, ME, PEOPLE, PLAYBOOKS, People, Playbooks,
};
use jiff::Timestamp;
use std::path::PathBuf;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::timeout;
use uuid::Uuid;

/// A question without an answer for this long has none.
const ANSWER: Duration = Duration::from_secs(5);
/// Much hangs on who the hub says this is.
const TRIES: usize = 3;

/// Gives a command its id, sends it, and tells the screen that it is on its way.
pub fn submit(
    link: &Link,
    incident: Option<IncidentId>,
    said_at: Option<Timestamp>,
    command: Command,
) -> Msg {
    let submission = Submission {
        id: Uuid::now_v7(),
        incident,
        said_at,
        command,
    };
    link.submit(submission.clone());
    Msg::Submitted(Box::new(submission))
}

/// Takes up the journal of whoever this is, and hands it to the outbox. Off this thread: the disk may be slow.
pub fn open_outbox(link: &Link, folder: PathBuf, whose: String, sender: &UnboundedSender<Heard>) {
    let (link, sender) = (link.clone(), sender.clone());
    tokio::task::spawn_blocking(move || match OutboxFile::open(&folder, &whose) {
        Ok((file, found)) => {
            link.open(Box::new(file), found.left);
            for path in found.aside {
                let _ = sender.send(Heard::Msg(Msg::PutAside(path.display().to_string())));
            }
        }
        Err(error) => link.not_opened(error.to_string()),
    });
}

/// Asks for the people of an account without holding anything up.
pub fn fetch_card(hub: &Hub, account: AccountId, sender: &UnboundedSender<Heard>) {
    let (hub, sender) = (hub.clone(), sender.clone());
    tokio::spawn(async move {
        defect::here("card");
        let path = format!("{ACCOUNTS}/{}", escaped(account.as_str()));
        let card = match timeout(ANSWER, hub.get::<AccountCard>(&path)).await {
            Ok(card) => card.map(Box::new).map_err(|error: ClientError| error.to_string()),
            Err(_) => Err("the hub does not answer; open the card again to ask it again".to_owned()),
        };
        // The room has closed; nobody is waiting.
        let _ = sender.send(Heard::Msg(Msg::Card { account, card }));
    });
}

/// Asks who has this name, address or number.
pub fn find(hub: &Hub, text: String, sender: &UnboundedSender<Heard>) {
    let (hub, sender) = (hub.clone(), sender.clone());
    tokio::spawn(async move {
        let path = format!("{ACCOUNTS}?find={}", escaped(&text));
        let found = match timeout(ANSWER, hub.get::<Accounts>(&path)).await {
            Ok(found) => found.map_err(|error: ClientError| error.to_string()),
            Err(_) => Err("the hub does not answer".to_owned()),
        };
        // The room has closed; nobody is waiting.
        let _ = sender.send(Heard::Msg(Msg::Found { text, found }));
    });
}

/// Asks which playbooks there are.
pub fn fetch_playbooks(hub: &Hub, sender: &UnboundedSender<Heard>) {
    let (hub, sender) = (hub.clone(), sender.clone());
    tokio::spawn(async move {
        let list = match timeout(ANSWER, hub.get::<Playbooks>(PLAYBOOKS)).await {
            Ok(list) => list
                .map(|list| list.playbooks)
                .map_err(|error: ClientError| error.to_string()),
            Err(_) => Err("the hub does not answer; open the list again to ask it again".to_owned()),
        };
        // The room has closed; nobody is waiting.
        let _ = sender.send(Heard::Msg(Msg::Playbooks(list)));
    });
}

/// Asks how the vendors of the hub do.
pub fn fetch_vendors(hub: &Hub, sender: &UnboundedSender<Heard>) {
    let (hub, sender) = (hub.clone(), sender.clone());
    tokio::spawn(async move {
        let list = match timeout(ANSWER, hub.get::<Connected>(CONNECT)).await {
            Ok(list) => list
                .map(|list| list.vendors)
                .map_err(|error: ClientError| error.to_string()),
            Err(_) => Err("the hub does not answer; open the list again to ask it again".to_owned()),
        };
        // The room has closed; nobody is waiting.
        let _ = sender.send(Heard::Msg(Msg::Vendors(list)));
    });
}

/// Asks who our own people are. Without an answer, those who are here and have a duty are known all the same.
pub fn fetch_people(hub: &Hub, sender: &UnboundedSender<Heard>) {
    let (hub, sender) = (hub.clone(), sender.clone());
    tokio::spawn(async move {
        if let Ok(Ok(list)) = timeout(ANSWER, hub.get::<People>(PEOPLE)).await {
            let _ = sender.send(Heard::Msg(Msg::People(list.people)));
        }
    });
}

/// Asks the hub whom it takes us for: over TCP only the token says.
pub fn fetch_me(hub: &Hub, sender: &UnboundedSender<Heard>) {
    let (hub, sender) = (hub.clone(), sender.clone());
    tokio::spawn(async move {
        // Without an answer the room keeps the name it has; it is asked again with the next connection.
        for _ in 0..TRIES {
            if let Ok(Ok(me)) = timeout(ANSWER, hub.get::<Actor>(ME)).await {
                let _ = sender.send(Heard::Msg(Msg::Me(me)));
                return;
            }
        }
    });
}

/// A text as a part of a path or of a query (RFC 3986, 2.3: all but the unreserved is escaped).
pub fn escaped(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    id.bytes().fold(String::new(), |mut path, byte| {
        match plain(byte) {
            true => path.push(char::from(byte)),
            false => path.push_str(&format!("%{byte:02X}")),
        }
        path
    })
}

/// Hands on what the client says: the time first, so that nothing is dated by the one before.
pub fn tell(sender: &UnboundedSender<Heard>, message: Message, place: &str) {
    if let Message::News(_, time) = &message {
        let _ = sender.send(Heard::Time(*time));
    }
    if let Some(msg) = said(message, place) {
        // The room has closed; nobody is waiting.
        let _ = sender.send(Heard::Msg(msg));
    }
}

/// What the client says, in the screen's words. `place` is where it is asking.
pub fn said(message: Message, place: &str) -> Option<Msg> {
    let answered = |id, answer| Some(Msg::Answered { id, answer });
    match message {
        Message::News(news, _) => Some(Msg::News(Box::new(news))),
        Message::StartOver(why) => Some(Msg::StartOver(why)),
        Message::Liveness(liveness) => Some(Msg::Liveness(freshness(liveness, place))),
        Message::Settled {
            id,
            result: Ok(accepted),
        } => answered(id, Answer::Accepted(accepted)),
        Message::Settled {
            id,
            result: Err(problem),
        } => answered(id, Answer::Refused(problem)),
        Message::Taken { id, only_here } => Some(Msg::Taken { id, only_here }),
        Message::Resumed(submissions) => Some(Msg::Resumed(submissions)),
        Message::NoJournal(why) => Some(Msg::NoOutbox(why)),
        Message::Replayed { sent, refused } => Some(Msg::Replayed {
            sent,
            refused: refused.into_iter().map(not_taken).collect(),
        }),
        Message::Unknown { id, .. } => answered(id, Answer::Unknown),
        Message::NotSent { id, reason } => answered(id, Answer::NotSent(reason)),
        Message::Waiting { id, reason } => answered(id, Answer::Waiting(reason)),
    }
}

fn not_taken(refused: Refused) -> NotTaken {
    NotTaken {
        submission: refused.submission,
        why: refused.why.detail,
    }
}

fn freshness(liveness: feed::Liveness, place: &str) -> Liveness {
    let connecting = |trouble| Liveness::Connecting {
        place: place.to_owned(),
        trouble,
    };
    match liveness {
        feed::Liveness::Connecting | feed::Liveness::Stale { since: None } => connecting(None),
        feed::Liveness::Offline { since: None, reason } => connecting(Some(reason)),
        feed::Liveness::Live => Liveness::Live,
        feed::Liveness::Stale { since: Some(since) } => Liveness::Stale { since },
        feed::Liveness::Offline {
            since: Some(since),
            reason,
        } => Liveness::Offline {
            since,
            trouble: reason,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_may_be_called_anything_and_still_has_a_path() {
        assert_eq!(escaped("acme-7"), "acme-7");
        assert_eq!(escaped("a/b c?"), "a%2Fb%20c%3F");
        assert_eq!(escaped("é"), "%C3%A9");
    }
}
