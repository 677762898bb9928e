//! Topics: heard from customers, raised by our own, merged by hand, answered, owned and crossed off.

use super::{known, needs};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::{AccountId, IncidentId, Seq};
use crate::domain::incident::Incident;
use crate::domain::outreach::RecordAttempt;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::table::ANSWERS_TOPICS;
use crate::domain::text::Clean;
use crate::domain::topics::{
    AnswerTopic, CrossOffTopic, Group, MergeTopics, NewTopic, OwnTopic, RaiseTopic, Sort, TagTopic,
    TopicAnswered, TopicCrossedOff, TopicOwned, TopicRaised, TopicTagged, TopicsMerged, folded,
};
use std::collections::BTreeSet;

/// Who may say what becomes of a topic besides whoever owns it.
const DIRECT: [Duty; 3] = [Duty::Commander, Duty::Deputy, Duty::CsLead];

pub fn tag(picture: &Picture, command: &TagTopic, desk: &Desk) -> Decision {
    let known = picture.topics.named(&command.topic.name, false);
    let incident = match (picture.room(desk), &known) {
        (Ok((_, incident)), _) => incident,
        // Heard again in quiet times: of the incident it was last heard in.
        (Err(refusal), Some(group)) => home(picture, group, refusal)?,
        (Err(refusal), None) => return Err(refusal),
    };
    if let Some(account) = &command.account {
        incident.row(account)?;
    }
    if known.is_some_and(|group| says_so(&group, command, incident.id)) {
        return Ok(Vec::new());
    }
    let event = tagged(picture, &command.topic, command.account.as_ref())?;
    Ok(vec![event.of(incident.id)])
}

/// What a call brought. Every call is a mention of its own: it may be taken back alone.
pub(super) fn on_a_call(
    picture: &Picture,
    id: IncidentId,
    command: &RecordAttempt,
) -> Result<Vec<Drafted>, Refusal> {
    let mut names = BTreeSet::new();
    let once = command
        .topics
        .iter()
        .filter(|topic| names.insert(folded(&topic.name)));
    once.map(|topic| Ok(tagged(picture, topic, Some(&command.account))?.of(id)))
        .collect()
}

/// This account has said so already in this incident, since it was last crossed off and in these words.
fn says_so(group: &Group, command: &TagTopic, incident: IncidentId) -> bool {
    let quote = written(command.topic.quote.as_ref());
    let Some(account) = &command.account else {
        return false;
    };
    group.crossed_off().is_none()
        && group.tags().any(|tag| {
            let theirs = tag.account.as_ref() == Some(account) && tag.incident == Some(incident);
            theirs && (quote.is_none() || tag.quote.as_ref() == quote)
        })
}

fn tagged(picture: &Picture, new: &NewTopic, account: Option<&AccountId>) -> Result<Event, Refusal> {
    let (topic, name) = which(picture, &new.name, false)?;
    Ok(Event::TopicTagged(TopicTagged {
        topic,
        name,
        account: account.cloned(),
        quote: written(new.quote.as_ref()).cloned(),
        idea: new.idea,
    }))
}

pub fn raise(picture: &Picture, command: &RaiseTopic) -> Decision {
    let (topic, name) = which(picture, &command.name, true)?;
    let event = TopicRaised {
        topic,
        name,
        quote: written(command.quote.as_ref()).cloned(),
    };
    Ok(vec![Event::TopicRaised(event).of_the_hub()])
}

/// The topic of this name and what it is called, or none and the name as it begins.
fn which(picture: &Picture, given: &Clean, own: bool) -> Result<(Option<Seq>, Clean), Refusal> {
    if folded(given).is_empty() {
        return Err(Refusal::Empty { field: "the topic" });
    }
    Ok(match picture.topics.named(given, own) {
        Some(group) => (Some(group.seq()), group.name().clone()),
        None => (None, given.trim().trim_start_matches('#').into()),
    })
}

fn written(quote: Option<&Clean>) -> Option<&Clean> {
    quote.filter(|quote| !quote.trim().is_empty())
}

pub fn merge(picture: &Picture, command: &MergeTopics, desk: &Desk) -> Decision {
    let (from, into) = (find(picture, command.from)?, find(picture, command.into)?);
    if from.seq() == into.seq() {
        return Ok(Vec::new());
    }
    let apart = |customers: &Group, own: &Group| Refusal::TopicsApart {
        customers: customers.name().clone(),
        own: own.name().clone(),
    };
    match (from.sort() == Sort::Own, into.sort() == Sort::Own) {
        (true, false) => return Err(apart(&into, &from)),
        (false, true) => return Err(apart(&from, &into)),
        (true, true) | (false, false) => {}
    }
    let place = place(picture, &into, desk)?;
    let event = TopicsMerged {
        from: from.seq(),
        from_name: from.name().clone(),
        into: into.seq(),
        into_name: into.name().clone(),
    };
    Ok(vec![there(Event::TopicsMerged(event), place)])
}

pub fn answer(picture: &Picture, command: &AnswerTopic, desk: &Desk) -> Decision {
    let group = find(picture, command.topic)?;
    let Some(workaround) = written(Some(&command.workaround)) else {
        return Err(Refusal::Empty { field: "what helps" });
    };
    let place = place(picture, &group, desk)?;
    may(&group, place, desk)?;
    if group.answer().is_some_and(|word| word.what == *workaround) {
        return Ok(Vec::new());
    }
    let event = TopicAnswered {
        topic: group.seq(),
        name: group.name().clone(),
        workaround: workaround.clone(),
    };
    Ok(vec![there(Event::TopicAnswered(event), place)])
}

pub fn own(picture: &Picture, command: &OwnTopic, desk: &Desk) -> Decision {
    let group = find(picture, command.topic)?;
    let given = command
        .owner
        .as_ref()
        .filter(|owner| !owner.as_str().trim().is_empty());
    let owner = match given {
        Some(owner) => known::known(picture, owner, desk)?,
        None => desk.by.name.clone(),
    };
    let place = place(picture, &group, desk)?;
    if owner != desk.by.name {
        may(&group, place, desk)?;
    }
    if group.owner() == Some(&owner) {
        return Ok(Vec::new());
    }
    let event = TopicOwned {
        topic: group.seq(),
        name: group.name().clone(),
        owner,
    };
    Ok(vec![there(Event::TopicOwned(event), place)])
}

pub fn cross_off(picture: &Picture, command: &CrossOffTopic, desk: &Desk) -> Decision {
    let group = find(picture, command.topic)?;
    let Some(how) = written(Some(&command.how)) else {
        return Err(Refusal::Empty {
            field: "what those who raised it are told",
        });
    };
    let place = place(picture, &group, desk)?;
    may(&group, place, desk)?;
    if let Some(done) = group.crossed_off() {
        return match done.what == *how {
            true => Ok(Vec::new()),
            false => Err(Refusal::SettledAlready {
                what: group.name().clone(),
                how: "crossed off",
                by: done.by.clone(),
                seq: done.seq,
            }),
        };
    }
    let event = TopicCrossedOff {
        topic: group.seq(),
        name: group.name().clone(),
        how: how.clone(),
        accounts: group.accounts().len(),
    };
    Ok(vec![there(Event::TopicCrossedOff(event), place)])
}

fn find(picture: &Picture, given: Seq) -> Result<Group<'_>, Refusal> {
    picture.topics.group(given).ok_or(Refusal::UnknownTopic { given })
}

/// The incident in whose timeline it is told: the one meant, else where the topic was last heard; none for a topic of
/// our own in quiet times.
fn place<'a>(picture: &'a Picture, group: &Group, desk: &Desk) -> Result<Option<&'a Incident>, Refusal> {
    match picture.room(desk) {
        Ok((_, incident)) => Ok(Some(incident)),
        Err(refusal) if group.sort() == Sort::Own => match desk.incident {
            None => Ok(None),
            Some(_) => Err(refusal),
        },
        Err(refusal) => home(picture, group, refusal).map(Some),
    }
}

fn home<'a>(picture: &'a Picture, group: &Group, refusal: Refusal) -> Result<&'a Incident, Refusal> {
    let unnamed = matches!(refusal, Refusal::NoIncident | Refusal::WhichIncident { .. });
    let last = group.last().filter(|_| unnamed);
    last.and_then(|tag| picture.goes_on_as(tag.incident?))
        .ok_or(refusal)
}

fn there(event: Event, place: Option<&Incident>) -> Drafted {
    match place {
        Some(incident) => event.of(incident.id),
        None => event.of_the_hub(),
    }
}

/// Whoever owns it, and those who direct where it is told. A topic of our own in quiet times is anybody's.
fn may(group: &Group, place: Option<&Incident>, desk: &Desk) -> Result<(), Refusal> {
    let owns = group.owner() == Some(&desk.by.name);
    match place.filter(|_| !owns) {
        Some(incident) => needs(incident, desk, &DIRECT, ANSWERS_TOPICS),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
