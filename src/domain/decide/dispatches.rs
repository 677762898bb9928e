//! What the hub may say of a dispatch, and what somebody may decide on one.

use super::{listed, messages};
use crate::domain::command::Desk;
use crate::domain::dispatches::{
    Came, Dispatch, DispatchBegun, DispatchEnded, DispatchKey, DispatchSettled, OpenSink, RecordDispatch,
    SettleDispatch, SinkOpened, Stands, What,
};
use crate::domain::event::{Decision, Event};
use crate::domain::incident::Incident;
use crate::domain::messages::RecordPost;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::text::Clean;

pub fn open(picture: &Picture, command: &OpenSink) -> Decision {
    if picture.sink_since(&command.sink).is_some() {
        return Ok(Vec::new());
    }
    let event = SinkOpened {
        sink: command.sink.clone(),
    };
    Ok(vec![Event::SinkOpened(event).of_the_hub()])
}

/// A try begins only where none is under way and none has ended for good, so that whoever asks for the beginning and is
/// let, may send.
pub fn record(picture: &Picture, command: &RecordDispatch, desk: &Desk) -> Decision {
    let key = &command.dispatch;
    let incident = of(picture, key)?;
    let known = incident.dispatches.get(key);
    let event = match (&command.came, known) {
        (Came::Begun, None) => begun(command),
        (Came::Begun, Some(dispatch)) if dispatch.again() => begun(command),
        (Came::Begun, Some(dispatch)) => return Err(stands(dispatch)),
        (came, Some(dispatch)) if dispatch.stands == Stands::Came(came.clone()) => return Ok(Vec::new()),
        (came, Some(dispatch)) if dispatch.under_way() => Event::DispatchEnded(DispatchEnded {
            dispatch: key.clone(),
            of: command.of.clone(),
            came: came.clone(),
        }),
        (_, Some(dispatch)) => return Err(stands(dispatch)),
        (_, None) => {
            return Err(Refusal::NotUnderWay {
                of: command.of.clone(),
            });
        }
    };
    let mut drafted = vec![event.of(incident.id)];
    if let (What::Post, Came::Delivered { place, .. }) = (key.what, &command.came) {
        drafted.extend(live(picture, incident, key, place.clone(), desk)?);
    }
    Ok(drafted)
}

fn begun(command: &RecordDispatch) -> Event {
    Event::DispatchBegun(DispatchBegun {
        dispatch: command.dispatch.clone(),
        of: command.of.clone(),
    })
}

/// A text that was put on the page is live: nobody has to say so by hand. Where somebody has said it meanwhile, nothing
/// more happens.
fn live(
    picture: &Picture,
    incident: &Incident,
    key: &DispatchKey,
    place: Option<Clean>,
    desk: &Desk,
) -> Decision {
    let post = RecordPost {
        phase: None,
        text: None,
        place,
        draft: Some(key.cause),
        change: None,
    };
    let desk = Desk {
        incident: Some(incident.id),
        ..*desk
    };
    match messages::record_post(picture, &post, &desk) {
        Err(Refusal::DraftDone { .. } | Refusal::UnknownDraft { .. }) => Ok(Vec::new()),
        decision => decision,
    }
}

pub fn settle(picture: &Picture, command: &SettleDispatch) -> Decision {
    let key = &command.dispatch;
    let incident = of(picture, key)?;
    if command.reason.trim().is_empty() {
        return Err(Refusal::Empty { field: "the reason" });
    }
    let Some(dispatch) = incident.dispatches.get(key) else {
        return Err(Refusal::NotUnderWay {
            of: key.to_string().into(),
        });
    };
    match &dispatch.stands {
        Stands::Settled { how, .. } if *how == command.how => Ok(Vec::new()),
        Stands::Came(Came::Refused { .. } | Came::Unknown { .. }) => {
            let event = DispatchSettled {
                dispatch: key.clone(),
                of: dispatch.of.clone(),
                how: command.how,
                reason: command.reason.clone(),
            };
            Ok(vec![Event::DispatchSettled(event).of(incident.id)])
        }
        Stands::Came(Came::Begun | Came::Delivered { .. }) | Stands::Settled { .. } => Err(stands(dispatch)),
    }
}

fn of<'a>(picture: &'a Picture, key: &DispatchKey) -> Result<&'a Incident, Refusal> {
    picture
        .goes_on_as(key.incident)
        .ok_or_else(|| Refusal::UnknownIncident {
            given: key.incident,
            open: listed(&picture.open()),
        })
}

fn stands(dispatch: &Dispatch) -> Refusal {
    Refusal::DispatchStands {
        of: dispatch.of.clone(),
        sink: dispatch.key.sink.clone(),
        how: match &dispatch.stands {
            Stands::Came(Came::Begun) => "is being sent".to_owned(),
            Stands::Came(Came::Delivered { .. }) => "is there already".to_owned(),
            Stands::Came(Came::Refused { why }) => {
                format!("was refused ({why}) and waits for somebody to decide")
            }
            Stands::Came(Came::Unknown { why }) => {
                format!("may be there or not ({why}) and waits for somebody to look")
            }
            Stands::Settled { reason, .. } => format!("was settled by {}: {reason}", dispatch.by),
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::command::Command;
    use crate::domain::testkit::*;
    use serde_json::json;

    const KEY: &str = "INC-1/crm/call/5";

    fn came(how: &str) -> Command {
        command(
            "record_dispatch",
            json!({ "dispatch": KEY, "of": "call to Northwind", "came": how, "why": "no owner" }),
        )
    }

    fn settled(how: &str) -> Command {
        command(
            "settle_dispatch",
            json!({ "dispatch": KEY, "how": how, "reason": "owner filled in" }),
        )
    }

    #[test]
    fn a_try_begins_once_and_ends_once() {
        let mut room = Room::declared();
        room.refused("hub", "not_under_way", came("delivered"));
        room.does("hub", came("begun"));
        room.refused("hub", "dispatch_stands", came("begun"));
        room.does("hub", came("delivered"));
        room.already("hub", came("delivered"));
        for later in ["begun", "unknown", "refused"] {
            room.refused("hub", "dispatch_stands", came(later));
        }
        room.refused("dana", "dispatch_stands", settled("again"));
    }

    #[test]
    fn what_was_refused_waits_for_somebody_and_is_tried_again_only_by_their_word() {
        let mut room = Room::declared();
        room.does("hub", came("begun"));
        room.does("hub", came("refused"));
        assert_eq!(room.here().dispatches.waiting().count(), 1);
        room.refused("hub", "dispatch_stands", came("begun"));
        room.does("dana", settled("again"));
        room.already("dana", settled("again"));
        assert_eq!(room.here().dispatches.waiting().count(), 0);
        room.does("hub", came("begun"));
        room.does("hub", came("unknown"));
        room.does("dana", settled("by_hand"));
        room.refused("hub", "dispatch_stands", came("begun"));
    }

    #[test]
    fn only_the_hub_says_what_came_of_it() {
        let mut room = Room::declared();
        room.refused("dana", "access_needed", came("begun"));
    }
}
