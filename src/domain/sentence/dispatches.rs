//! What the timeline says of what goes out to sinks.

use super::{Line, line};
use crate::domain::dispatches::{Came, DispatchEnded, Settling};
use crate::domain::event::Event;
use crate::domain::timeline::What;

pub(super) fn sentence(event: &Event) -> Line {
    match event {
        Event::DispatchBegun(event) => {
            let text = format!("{} goes out to {}", event.of, event.dispatch.sink);
            line(What::Dispatch, text).routine()
        }
        Event::DispatchEnded(event) => ended(event),
        Event::DispatchSettled(event) => {
            let how = match event.how {
                Settling::Again => "is to be tried again",
                Settling::ByHand => "is there, by hand",
                Settling::Dropped => "need not go there",
            };
            let text = format!("{}: {} {how}: {}", event.dispatch.sink, event.of, event.reason);
            line(What::Dispatch, text)
        }
        // Only the three above are asked for here.
        _ => line(What::Dispatch, ""),
    }
}

fn ended(event: &DispatchEnded) -> Line {
    let (sink, of) = (&event.dispatch.sink, &event.of);
    match &event.came {
        Came::Delivered { .. } => line(What::Dispatch, format!("{of} is at {sink}")).routine(),
        Came::Refused { why } => line(
            What::Dispatch,
            format!("{sink} does not take {of}: {why}. Somebody has to decide"),
        ),
        Came::Unknown { why } => line(
            What::Dispatch,
            format!("{of} may be at {sink} or not: {why}. Somebody has to look"),
        ),
        // Recorded as the beginning of a try, never as its end.
        Came::Begun => line(What::Dispatch, format!("{of} goes out to {sink}")).routine(),
    }
}
