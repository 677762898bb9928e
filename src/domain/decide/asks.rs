//! Asking, waiting with others for the same answer, and answering.

use super::needs;
use crate::domain::asks::{AnswerAsk, Ask, AskAnswered, AskJoined, AskQuestion, Asked, JoinAsk};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::ids::{AccountId, Seq};
use crate::domain::incident::Incident;
use crate::domain::outreach::NewAsk;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

pub fn ask(picture: &Picture, command: &AskQuestion, desk: &Desk) -> Decision {
    let (_, incident) = picture.room(desk)?;
    if let Some(account) = &command.account {
        incident.row(account)?;
    }
    one(picture, command, desk)
}

/// As part of a call, whose account may get its row by it.
pub(super) fn on_a_call(picture: &Picture, ask: &NewAsk, account: &AccountId, desk: &Desk) -> Decision {
    let question = AskQuestion {
        to: ask.to,
        question: ask.question.clone(),
        account: Some(account.clone()),
    };
    one(picture, &question, desk)
}

fn one(picture: &Picture, command: &AskQuestion, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if command.question.trim().is_empty() {
        return Err(Refusal::Empty {
            field: "the question",
        });
    }
    if let Some(same) = incident.same_ask(command.to, &command.question) {
        return Ok(join_one(incident, same, command.account.as_ref(), desk));
    }
    let event = Asked {
        to: command.to,
        question: command.question.trim().into(),
        account: command.account.clone(),
    };
    Ok(vec![Event::Asked(event).of(id)])
}

pub fn join(picture: &Picture, command: &JoinAsk, desk: &Desk) -> Decision {
    let (incident, ask) = find(picture, command.ask)?;
    if let Some(account) = &command.account {
        incident.row(account)?;
    }
    Ok(join_one(incident, ask, command.account.as_ref(), desk))
}

pub fn answer(picture: &Picture, command: &AnswerAsk, desk: &Desk) -> Decision {
    let (incident, ask) = find(picture, command.ask)?;
    if command.answer.trim().is_empty() {
        return Err(Refusal::Empty { field: "the answer" });
    }
    may_answer(incident, ask, desk)?;
    let same =
        |answer: &crate::domain::asks::Answer| answer.text == command.answer && answer.guess == command.guess;
    if ask.answer().is_some_and(same) {
        return Ok(Vec::new());
    }
    let event = AskAnswered {
        ask: ask.seq,
        answer: command.answer.clone(),
        guess: command.guess,
    };
    Ok(vec![Event::AskAnswered(event).of(incident.id)])
}

/// The number says which incident it is about.
fn find(picture: &Picture, given: Seq) -> Result<(&Incident, &Ask), Refusal> {
    let found = picture
        .incidents()
        .find_map(|incident| Some((incident, incident.asks.get(given)?)));
    found
        .filter(|(_, ask)| !ask.withdrawn)
        .ok_or(Refusal::UnknownAsk { given })
}

/// One more who waits; nothing where they wait already.
fn join_one(
    incident: &Incident,
    ask: &Ask,
    account: Option<&AccountId>,
    desk: &Desk,
) -> Vec<crate::domain::event::Drafted> {
    let waits = ask.waits().any(|waits| {
        let mine = waits.by == desk.by.name;
        mine && (account.is_none() || waits.account.as_ref() == account)
    });
    if waits {
        return Vec::new();
    }
    let event = AskJoined {
        ask: ask.seq,
        account: account.cloned(),
    };
    vec![Event::AskJoined(event).of(incident.id)]
}

/// What is answered stands on the sheets of those who call.
fn may_answer(incident: &Incident, ask: &Ask, desk: &Desk) -> Result<(), Refusal> {
    if incident.answers(ask, &desk.by.name) {
        return Ok(());
    }
    needs(
        incident,
        desk,
        &[ask.to, Duty::Commander, Duty::Deputy],
        whom(ask.to),
    )
}

fn whom(to: Duty) -> &'static str {
    match to {
        Duty::Commander | Duty::Deputy => "the commander or the deputy",
        Duty::Scribe => "the scribe or the commander",
        Duty::SupportLead => "the support lead or the commander",
        Duty::Liaison => "the liaison or the commander",
        Duty::CsLead => "the CS lead or the commander",
        Duty::TechLead => "the tech lead or the commander",
        Duty::Advocate => "an advocate or the commander",
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::command::Command;
    use crate::domain::due::{Kind, dues};
    use crate::domain::ids::Seq;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn ask(question: &str, account: Option<&str>) -> Command {
        command(
            "ask_question",
            json!({ "to": "tech_lead", "question": question, "account": account }),
        )
    }

    fn answer(ask: Seq, text: &str) -> Command {
        command("answer_ask", json!({ "ask": ask, "answer": text }))
    }

    #[test]
    fn the_same_question_is_asked_once_and_everyone_who_waits_is_counted() {
        let mut room = Room::declared();
        room.does("omar", ask("Is data safe?", Some("northwind")));
        let asked = room.last();
        room.already("omar", ask("is data  safe", None));
        room.does("lena", ask(" is DATA safe ?", Some("fabrikam")));
        room.does("omar", ask("Is data safe?", Some("contoso")));
        room.already("lena", command("join_ask", json!({ "ask": asked })));
        room.does("dana", command("join_ask", json!({ "ask": asked })));
        let one = room.here().asks.get(asked).unwrap();
        assert_eq!(room.here().asks.standing().count(), 1);
        assert_eq!(one.waits().count(), 4);
        assert!(one.concerns(&"fabrikam".into()) && !one.concerns(&"tailspin".into()));
        room.refused("omar", "empty", ask(" ", None));
        room.refused("omar", "unknown_account", ask("why", Some("zzz")));
        room.refused("omar", "unknown_ask", answer(Seq(999), "yes"));
    }

    #[test]
    fn a_question_is_due_after_ten_minutes_from_whoever_has_the_duty() {
        let mut room = Room::declared();
        room.at(5).does("omar", ask("Is data safe?", None));
        let asked = room.last();
        let due = |room: &Room| {
            dues(room.here())
                .into_iter()
                .find(|due| due.kind == Kind::Ask(asked))
        };
        let nobody = due(&room).unwrap();
        assert_eq!(nobody.what, *"nobody is tech lead: Is data safe?");
        assert_eq!((nobody.owner, nobody.at), (None, at(15)));
        room.does("tess", role("tech_lead"));
        room.does("lena", ask("Is data safe?", None));
        let owned = due(&room).unwrap();
        assert_eq!(owned.what, *"tech lead: Is data safe? (2 wait)");
        assert_eq!(owned.owner.unwrap().as_str(), "tess");
        room.does("tess", answer(asked, "reads only"));
        assert_eq!(due(&room), None);
    }

    #[test]
    fn who_was_asked_answers_or_who_commands_and_anyone_while_nobody_has_the_duty() {
        let mut room = Room::declared();
        room.does("omar", ask("Is data safe?", None));
        let asked = room.last();
        room.does("lena", answer(asked, "I think so"));
        room.does("tess", role("tech_lead"));
        let refusal = room.refused("lena", "duty_needed", answer(asked, "yes"));
        assert!(refusal.contains("the tech lead or the commander"), "{refusal}");
        room.does("tess", answer(asked, "yes, checked"));
    }

    #[test]
    fn a_second_answer_corrects_the_first_and_both_are_kept() {
        let mut room = Room::declared();
        room.does("omar", ask("Is data safe?", Some("northwind")));
        let asked = room.last();
        let guess = command(
            "answer_ask",
            json!({ "ask": asked, "answer": "probably", "guess": true }),
        );
        room.does("tess", guess.clone());
        room.already("tess", guess);
        room.does("tess", answer(asked, "yes"));
        let corrected = room.last();
        let counts = |room: &Room| {
            room.here()
                .asks
                .get(asked)
                .unwrap()
                .answer()
                .unwrap()
                .text
                .clone()
        };
        assert_eq!(room.here().asks.get(asked).unwrap().answers().count(), 2);
        assert_eq!(counts(&room).as_str(), "yes");
        let line = room.here().timeline.last().unwrap();
        assert_eq!(line.text, "answers now: Is data safe? yes");
        assert_eq!(line.subject.as_deref(), Some("Northwind"));
        room.does("tess", take_back(corrected));
        assert_eq!(counts(&room).as_str(), "probably");
    }

    #[test]
    fn a_question_can_be_taken_back_while_it_is_only_ones_own() {
        let mut room = Room::declared();
        room.does("omar", ask("Is data safe?", None));
        let asked = room.last();
        room.does("lena", ask("Is data safe?", None));
        let joined = room.last();
        room.refused("omar", "acted_since", take_back(asked));
        room.does("lena", take_back(joined));
        room.does("omar", take_back(asked));
        assert_eq!(room.here().asks.open().count(), 0);
        room.refused("tess", "unknown_ask", answer(asked, "yes"));
    }

    #[test]
    fn a_question_that_was_handed_over_is_answered_by_its_new_owner() {
        let mut room = Room::declared();
        room.does("tess", role("tech_lead"));
        room.does("omar", ask("Is data safe?", None));
        let asked = room.last();
        room.refused("lena", "duty_needed", answer(asked, "yes"));
        let over = json!({ "debt": format!("ask:{asked}"), "how": "transferred", "to": "lena" });
        room.does("tess", command("settle_debt", over));
        room.refused("omar", "duty_needed", answer(asked, "yes"));
        room.does("lena", answer(asked, "yes"));
    }

    #[test]
    fn a_question_that_was_waived_is_asked_anew_by_the_next_who_wants_to_know() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("omar", ask("Is data safe?", None));
        let waived = json!({ "debt": format!("ask:{}", room.last()), "how": "waived", "reason": "not ours" });
        room.does("dana", command("settle_debt", waived));
        room.does("lena", ask("Is data safe?", None));
        let anew = Kind::Ask(room.last());
        assert!(dues(room.here()).iter().any(|due| due.kind == anew));
    }
}
