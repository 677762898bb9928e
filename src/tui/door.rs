//! The screen's own door: sentences of the hub, of the system and of files, cleaned before anything keeps them.
//!
//! What comes as [`crate::domain::text::Clean`] was cleaned where it was read; these come as they were written.

use super::msg::{Answer, Liveness, Msg};
use crate::domain::text::CleanText;

pub fn cleaned(msg: Msg) -> Msg {
    match msg {
        Msg::Liveness(liveness) => Msg::Liveness(fresh(liveness)),
        Msg::Taken { id, only_here } => Msg::Taken {
            id,
            only_here: only_here.map(sentence),
        },
        Msg::Replayed { sent, mut refused } => {
            for refused in &mut refused {
                refused.why = sentence(std::mem::take(&mut refused.why));
            }
            Msg::Replayed { sent, refused }
        }
        Msg::PutAside(file) => Msg::PutAside(sentence(file)),
        Msg::NoOutbox(why) => Msg::NoOutbox(sentence(why)),
        Msg::Answered { id, answer } => Msg::Answered {
            id,
            answer: answered(answer),
        },
        Msg::Edited {
            incident,
            report,
            on,
            text,
        } => Msg::Edited {
            incident,
            report,
            on,
            // What was written is read part by part, each cleaned.
            text: text.map_err(sentence),
        },
        Msg::Card { account, card } => Msg::Card {
            account,
            card: card.map_err(sentence),
        },
        Msg::Said(why) => Msg::Said(sentence(why)),
        Msg::NotKept(why) => Msg::NotKept(sentence(why)),
        Msg::Theme(said) => Msg::Theme(said.map(sentence).map_err(sentence)),
        Msg::Found { text, found } => Msg::Found {
            text,
            found: found.map_err(sentence),
        },
        Msg::Playbooks(list) => Msg::Playbooks(list.map_err(sentence)),
        Msg::Vendors(list) => Msg::Vendors(list.map_err(sentence)),
        // A field cleans what is pasted into it.
        msg @ (Msg::Key(_)
        | Msg::Paste(_)
        | Msg::Resize { .. }
        | Msg::Clock(_)
        | Msg::News(_)
        | Msg::Me(_)
        | Msg::StartOver(_)
        | Msg::Woke
        | Msg::Submitted(_)
        | Msg::Resumed(_)
        | Msg::People(_)) => msg,
    }
}

fn answered(answer: Answer) -> Answer {
    match answer {
        Answer::Refused(mut problem) => {
            problem.detail = sentence(problem.detail);
            problem.title = sentence(problem.title);
            Answer::Refused(problem)
        }
        Answer::NotSent(why) => Answer::NotSent(sentence(why)),
        Answer::Waiting(why) => Answer::Waiting(sentence(why)),
        answer @ (Answer::Accepted(_) | Answer::Unknown) => answer,
    }
}

fn fresh(liveness: Liveness) -> Liveness {
    match liveness {
        Liveness::Connecting { place, trouble } => Liveness::Connecting {
            place: sentence(place),
            trouble: trouble.map(sentence),
        },
        Liveness::Offline { since, trouble } => Liveness::Offline {
            since,
            trouble: sentence(trouble),
        },
        liveness @ (Liveness::Live | Liveness::Stale { .. }) => liveness,
    }
}

fn sentence(text: String) -> String {
    CleanText::from(text).to_string()
}
