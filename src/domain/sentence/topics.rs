//! Topics in words.

use super::{Line, line};
use crate::domain::event::Event;
use crate::domain::speech::{say, word};
use crate::domain::timeline::What;

pub(super) fn sentence(event: &Event) -> Line {
    match event {
        Event::TopicTagged(event) => {
            let sort = if event.idea { "idea" } else { "topic" };
            let quote = event.quote.as_ref().map(|quote| format!(": \"{quote}\""));
            let text = format!("{sort} {}{}", event.name, quote.unwrap_or_default());
            line(What::Topic, text).maybe_about(&event.account)
        }
        Event::TopicsMerged(event) => line(
            What::Topic,
            say!(
                "topic {from_name} is the same as {into_name}",
                from_name = event.from_name,
                into_name = event.into_name
            ),
        ),
        Event::TopicAnswered(event) => line(
            What::Topic,
            say!(
                "topic {event}, what helps: {workaround}",
                event = event.name,
                workaround = event.workaround
            ),
        ),
        Event::TopicOwned(event) => line(
            What::Topic,
            say!(
                "{owner} sees to topic {event}",
                owner = event.owner,
                event = event.name
            ),
        ),
        Event::TopicCrossedOff(event) => {
            let tell = match event.accounts {
                0 => String::new(),
                1 => word!("; 1 account to tell").to_owned(),
                several => say!("; {several} accounts to tell", several),
            };
            line(
                What::Topic,
                say!(
                    "crossed off topic {event}: {how}{tell}",
                    event = event.name,
                    how = event.how,
                    tell
                ),
            )
        }
        // Of the hub, so that no line is under a name.
        other => line(What::Topic, other.kind().replace('_', " ")).routine(),
    }
}
